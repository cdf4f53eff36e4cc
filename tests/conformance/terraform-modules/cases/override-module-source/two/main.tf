variable "v" {}
output "v" { value = "two ${var.v}" }
