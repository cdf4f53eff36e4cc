resource "terraform_data" "x" {
  for_each = toset([{ a = 1 }])
  input    = 1
}
