variable "all" {
  type = any
}
output "all" {
  value = var.all
}
