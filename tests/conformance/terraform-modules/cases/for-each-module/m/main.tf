variable "name" { type = string }
variable "size" { type = number }
resource "terraform_data" "r" {
  count = var.size
  input = "${var.name}-${count.index}"
}
output "label" { value = "${var.name}:${var.size}" }
output "inputs" { value = terraform_data.r[*].input }
