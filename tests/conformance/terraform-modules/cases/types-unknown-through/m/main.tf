variable "o" {
  type = object({ id = string, n = number, z = optional(bool, true) })
}
variable "l" { type = list(string) }
output "o" { value = var.o }
output "n" { value = var.o.n + 1 }
output "len" { value = length(var.l) }
output "b" { value = var.l[1] }
