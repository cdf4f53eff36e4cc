variable "on" { default = true }
resource "terraform_data" "a" {
  for_each = var.on ? { x = 1 } : {}
  input    = each.value
}
resource "terraform_data" "b" {
  for_each = var.on ? toset([]) : toset(["k"])
  input    = each.value
}
resource "terraform_data" "c" {
  for_each = { for k in ["p", "q"] : k => k if k != "p" }
  input    = each.value
}
