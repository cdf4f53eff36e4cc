resource "terraform_data" "x" { input = "x" }
module "m" {
  source = "./m"
  o      = { id = terraform_data.x.id, n = "5" }
  l      = [terraform_data.x.id, "b"]
}
output "m" { value = module.m }
