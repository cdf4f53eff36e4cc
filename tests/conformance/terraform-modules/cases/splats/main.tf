resource "terraform_data" "c" {
  count = 2
  input = { n = count.index, l = [count.index, "x"] }
}
resource "terraform_data" "e" {
  for_each = { a = 1, b = 2 }
  input    = each.value
}
resource "terraform_data" "s" { input = "single" }
module "m" {
  source = "./m"
  count  = 3
  n      = count.index
}
output "c" { value = terraform_data.c[*].input.n }
output "l" { value = terraform_data.c[*].input.l[0] }
output "legacy" { value = terraform_data.c.*.input }
output "e" { value = [for r in terraform_data.e : r.input] }
output "s" { value = terraform_data.s[*].input }
output "m" { value = module.m[*].n }
output "flat" { value = flatten(module.m[*].list) }
output "sum" { value = sum(module.m[*].n) }
