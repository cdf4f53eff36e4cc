locals { x = 1 }
variable "a" {
  default = local.x
}
output "a" { value = var.a }
