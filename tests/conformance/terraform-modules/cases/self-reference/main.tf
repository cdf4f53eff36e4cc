resource "terraform_data" "c" {
  input = terraform_data.c.id
}
