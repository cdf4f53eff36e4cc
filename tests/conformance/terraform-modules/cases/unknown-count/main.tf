resource "terraform_data" "u" { input = 1 }
resource "terraform_data" "each" {
  count = terraform_data.u.output
  input = "x"
}
