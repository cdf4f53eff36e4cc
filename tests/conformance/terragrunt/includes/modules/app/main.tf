variable "name" {
  default = "none"
}
output "name" {
  value = var.name
}
