locals {
  used = 1
  unused = var.nope
}
output "x" { value = local.used }
