variable "enabled" {
  default = false
}
resource "terraform_data" "x" {
  count = var.enabled == true ? 1 : 0
}
output "count" {
  value = length(terraform_data.x)
}
output "equal" {
  value = var.enabled == true
}
