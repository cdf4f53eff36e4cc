variable "a" {
  type     = string
  default  = "da"
  nullable = false
}
variable "b" {
  type    = string
  default = "db"
}
variable "c" {
  type     = list(string)
  default  = ["x"]
  nullable = false
}
variable "d" {
  type    = string
  default = null
}
output "a" { value = var.a }
output "b" { value = var.b }
output "c" { value = var.c }
output "d" { value = var.d }
