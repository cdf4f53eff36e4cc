variable "n" { type = number }
module "l6" {
  source = "./six"
  n      = var.n * 10
}
output "trail" { value = concat([var.n], module.l6.trail) }
