resource "terraform_data" "x" { input = 1 }
module "m" {
  source = "./m"
  v      = terraform_data.x.id
}
output "m" { value = module.m.v }
