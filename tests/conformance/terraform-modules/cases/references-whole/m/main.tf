variable "r" {}
output "in" { value = var.r.input }
output "id" { value = var.r.id }
output "with" { value = { x = var.r.input, y = var.r.output } }
