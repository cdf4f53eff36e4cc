output "w" { value = terraform.workspace }
resource "terraform_data" "x" {
  count = terraform.workspace == "default" ? 2 : 0
  input = "x"
}
