resource "terraform_data" "c" {
  count = 2
  input = 1
}
output "x" {
  value = terraform_data.c.input
}
