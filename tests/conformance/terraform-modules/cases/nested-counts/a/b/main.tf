variable "k" {}
resource "terraform_data" "r" {
  count = 2
  input = "${var.k}${count.index}"
}
output "ks" { value = terraform_data.r[*].input }
