variable "name" {}
output "id" {
  value = "id-${var.name}"
}
