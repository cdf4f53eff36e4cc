variable "n" { type = number }
module "l3" {
  source = "../../three"
  n      = var.n + 1
}
output "trail" { value = concat([var.n], module.l3.trail) }
