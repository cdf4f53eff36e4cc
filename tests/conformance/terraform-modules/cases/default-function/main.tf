variable "a" {
  default = upper("x")
}
output "a" { value = var.a }
