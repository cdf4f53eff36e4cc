variable "n" { type = number }
module "l2" {
  source = "./m"
  n      = var.n + 1
}
resource "terraform_data" "here" { input = var.n }
output "trail" { value = concat([var.n], module.l2.trail) }
