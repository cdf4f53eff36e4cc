variable "val" {}
output "val" {
  value = var.val
}
