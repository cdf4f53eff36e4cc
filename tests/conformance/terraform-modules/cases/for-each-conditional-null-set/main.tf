variable "ids" {
  type    = list(string)
  default = null
}
resource "terraform_data" "none" {
  for_each = var.ids == null ? [] : toset(var.ids)
  input    = each.key
}
resource "terraform_data" "some" {
  for_each = var.ids == null ? ["a"] : toset(var.ids)
  input    = each.key
}
output "count" { value = length(terraform_data.none) }
