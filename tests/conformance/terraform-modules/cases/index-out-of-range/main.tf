resource "terraform_data" "c" {
  count = 2
  input = count.index
}
output "x" {
  value = terraform_data.c[2].input
}
