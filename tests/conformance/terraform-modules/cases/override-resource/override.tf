locals {
  b = 20
}
variable "size" {
  default = 5
}
output "o" {
  value = "over"
}
module "m" {
  v = "over"
}
