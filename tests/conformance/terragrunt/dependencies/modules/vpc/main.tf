variable "cidr" {
  default = "10.0.0.0/16"
}
output "id" {
  value = "vpc-${replace(var.cidr, "/[./]/", "-")}"
}
output "cidr" {
  value = var.cidr
}
output "subnets" {
  value = { private = ["a", "b"], public = ["c"] }
}
output "nothing" {
  value = null
}
