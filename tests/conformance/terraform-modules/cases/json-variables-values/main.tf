variable "a" {}
variable "b" { type = map(string) }
output "a" { value = var.a }
output "b" { value = var.b }
