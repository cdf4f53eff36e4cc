variable "size" {
  type    = string
  default = 1
}
locals {
  a = 1
  b = 2
}
resource "terraform_data" "x" {
  input            = { a = local.a, b = local.b, size = var.size }
  triggers_replace = "base"
}
module "m" {
  source = "./m"
  v      = "base"
}
output "o" { value = "base" }
output "m" { value = module.m.v }
