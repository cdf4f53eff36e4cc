import {
  to = terraform_data.x
  id = "abc"
}
resource "terraform_data" "x" { input = "new" }
output "x" { value = terraform_data.x.input }
