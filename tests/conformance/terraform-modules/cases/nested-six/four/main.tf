variable "n" { type = number }
module "l5" {
  source = "../five"
  count = 2
  n      = var.n + 1 + count.index
}
output "trail" { value = flatten([var.n, module.l5[*].trail]) }
