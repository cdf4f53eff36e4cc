variable "k" {}
output "map" { value = { (var.k) = 1, b = 2 } }
output "list" { value = [var.k, "known"] }
