resource "terraform_data" "x" {
  inptu = 2
}
