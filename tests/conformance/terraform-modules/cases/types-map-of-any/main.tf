variable "m" {
  type    = map(any)
  default = { a = { x = 1 }, b = { x = "2" } }
}
output "m" { value = var.m }
