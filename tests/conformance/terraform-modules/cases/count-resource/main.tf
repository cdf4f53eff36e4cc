variable "on" { default = true }
resource "terraform_data" "three" {
  count = 3
  input = "i-${count.index}"
}
resource "terraform_data" "none" {
  count = 0
  input = "x"
}
resource "terraform_data" "cond" {
  count = var.on ? 1 : 0
  input = "on"
}
resource "terraform_data" "text" {
  count = "2"
  input = count.index
}
output "three" { value = terraform_data.three[*].input }
output "none" { value = terraform_data.none[*].input }
output "one" { value = one(terraform_data.cond[*].input) }
output "one_none" { value = one(terraform_data.none[*].input) }
output "len" { value = length(terraform_data.none) }
output "idx" { value = terraform_data.three[1].input }
