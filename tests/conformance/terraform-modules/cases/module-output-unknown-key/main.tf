resource "terraform_data" "x" { input = "x" }
module "m" {
  source = "./m"
  k      = terraform_data.x.id
}
output "m" { value = module.m.map }
output "len" { value = length(module.m.list) }
output "known" { value = module.m.list[1] }
