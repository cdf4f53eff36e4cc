variable "a" { default = "default" }
output "a" { value = var.a }
