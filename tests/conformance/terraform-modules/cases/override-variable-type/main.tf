variable "v" {
  type    = number
  default = "5"
}
output "v" { value = var.v }
