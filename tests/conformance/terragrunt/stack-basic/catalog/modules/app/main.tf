variable "vpc_id" {}
output "vpc_id" {
  value = var.vpc_id
}
