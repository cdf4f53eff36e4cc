variable "s" {
  type    = set(string)
  default = ["10", "9", "B", "a", "_", "é"]
}
output "s" { value = var.s }
output "l" { value = tolist(var.s) }
output "first" { value = element(tolist(var.s), 0) }
output "join" { value = join(",", var.s) }
