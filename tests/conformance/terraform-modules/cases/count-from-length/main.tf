variable "l" {
  type    = list(object({ n = string }))
  default = [{ n = "a" }, { n = "b" }]
}
resource "terraform_data" "x" {
  count = length(var.l)
  input = var.l[count.index].n
}
module "m" {
  source = "./m"
  count  = length(terraform_data.x)
  n      = terraform_data.x[count.index].input
}
output "n" { value = module.m.*.n }
output "zip" { value = zipmap(terraform_data.x[*].input, module.m[*].n) }
