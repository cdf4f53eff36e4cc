resource "terraform_data" "x" {
  input = { a = 1, b = 2 }
}
output "x" { value = terraform_data.x.input }
