variable "name" { type = string }
resource "terraform_data" "this" { input = var.name }
output "full" { value = "x-${var.name}" }
output "input" { value = terraform_data.this.input }
