variable "n" {}
output "n" { value = "m-${var.n}" }
