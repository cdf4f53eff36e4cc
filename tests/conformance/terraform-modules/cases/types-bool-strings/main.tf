variable "b" {
  type    = list(bool)
  default = ["true", "false", true]
}
variable "n" {
  type    = list(number)
  default = ["1", "2.50", 3, "-4"]
}
variable "s" {
  type    = list(string)
  default = [1.0, 2.5, 1e3, true, "x", -0.10]
}
output "b" { value = var.b }
output "n" { value = var.n }
output "s" { value = var.s }
