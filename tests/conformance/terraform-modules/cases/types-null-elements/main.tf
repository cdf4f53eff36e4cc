variable "l" {
  type    = list(string)
  default = ["a", null]
}
variable "o" {
  type    = object({ a = string, b = optional(string) })
  default = { a = null, b = null }
}
output "l" { value = var.l }
output "o" { value = var.o }
output "compact" { value = compact(var.l) }
