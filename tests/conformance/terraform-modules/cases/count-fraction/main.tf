resource "terraform_data" "x" {
  count = 1.5
  input = 1
}
