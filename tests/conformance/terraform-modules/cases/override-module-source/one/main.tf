variable "v" {}
output "v" { value = "one ${var.v}" }
