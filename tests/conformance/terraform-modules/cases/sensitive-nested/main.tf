variable "db" {
  type = object({ user = string, password = string })
  default = { user = "u", password = "p" }
  sensitive = true
}
locals {
  user = nonsensitive(var.db.user)
  mixed = { a = 1, b = sensitive("x") }
}
resource "terraform_data" "x" { input = local.mixed }
output "user" { value = local.user }
output "mixed" {
  value     = local.mixed
  sensitive = true
}
output "a" { value = local.mixed.a }
output "has" { value = issensitive(local.mixed.b) }
