resource "terraform_data" "u" { input = "x" }
resource "terraform_data" "each" {
  for_each = toset([terraform_data.u.id])
  input    = each.key
}
