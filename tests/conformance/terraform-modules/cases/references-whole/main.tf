resource "terraform_data" "a" { input = "x" }
resource "terraform_data" "b" {
  input = terraform_data.a
}
module "m" {
  source = "./m"
  r      = terraform_data.a
}
output "keys" { value = sort(keys(terraform_data.a)) }
output "m" { value = module.m }
output "a_in" { value = terraform_data.b.input.input }
