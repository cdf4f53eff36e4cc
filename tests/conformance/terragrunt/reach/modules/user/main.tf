variable "net_id" {}
output "renamed" {
  value = var.net_id
}
