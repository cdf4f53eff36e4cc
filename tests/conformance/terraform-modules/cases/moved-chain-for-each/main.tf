resource "terraform_data" "x" {
  for_each = toset(["a"])
  input    = each.key
}
moved {
  from = terraform_data.y
  to   = terraform_data.x["a"]
}
