variable "n" {}
output "n" { value = var.n * 2 }
output "list" { value = [for i in range(var.n) : i] }
