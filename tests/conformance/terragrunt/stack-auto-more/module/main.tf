variable "name" {}
output "name" {
  value = "out-${var.name}"
}
