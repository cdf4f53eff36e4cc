variable "v" {}
resource "terraform_data" "in" {
  count = 1
  input = var.v
}
output "v" { value = "v-${var.v}" }
