variable "vpc_id" {
  default = ""
}
output "name" {
  value = "app-in-${var.vpc_id}"
}
