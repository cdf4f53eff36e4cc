variable "o" {
  type = object({ n = optional(number, "abc") })
  default = {}
}
output "o" { value = var.o }
