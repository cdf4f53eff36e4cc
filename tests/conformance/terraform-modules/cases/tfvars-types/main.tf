variable "list" { type = list(string) }
variable "obj" {
  type = object({ a = optional(number, 1), b = string })
}
variable "free" {}
output "list" { value = var.list }
output "obj" { value = var.obj }
output "free" { value = var.free }
