variable "x" {
  default = "module"
}
output "x" {
  value = var.x
}
