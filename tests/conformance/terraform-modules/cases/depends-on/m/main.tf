resource "terraform_data" "in" { input = 1 }
output "v" { value = terraform_data.in.input }
