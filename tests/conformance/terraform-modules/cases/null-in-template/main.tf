variable "n" { default = null }
output "o" {
  value = "a ${var.n}"
}
