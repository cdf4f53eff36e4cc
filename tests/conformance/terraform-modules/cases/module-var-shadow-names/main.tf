variable "name" { default = "root" }
locals { name = "local" }
module "name" {
  source = "./name"
  name   = "${var.name}-${local.name}"
}
output "name" { value = module.name.name }
