variable "name" {}
locals { name = "inner-${var.name}" }
output "name" { value = local.name }
