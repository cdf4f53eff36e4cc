variable "name" {}
output "id" {
  value = "id-of-${var.name}"
}
