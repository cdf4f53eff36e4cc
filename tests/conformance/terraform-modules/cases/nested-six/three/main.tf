variable "n" { type = number }
module "l4" {
  source = "../four"
  for_each = toset(["a", "b"])
  n      = var.n + 1
}
output "trail" { value = concat([var.n], module.l4["a"].trail, module.l4["b"].trail) }
