variable "s" {
  type    = string
  default = 5
}
variable "s_bool" {
  type    = string
  default = true
}
variable "n" {
  type    = number
  default = "1.50"
}
variable "b" {
  type    = bool
  default = "true"
}
variable "l" {
  type    = list(string)
  default = [1, true, "x"]
}
variable "set" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "set_n" {
  type    = set(number)
  default = [10, 9, "9", 1]
}
variable "tup" {
  type    = tuple([string, number, bool])
  default = [1, "2", "false"]
}
variable "m" {
  type    = map(number)
  default = { a = "1", b = 2 }
}
variable "m_from_obj" {
  type    = map(list(string))
  default = { a = [1], b = [] }
}
variable "deep" {
  type    = list(map(set(number)))
  default = [{ a = [3, 1, 2] }, {}]
}
variable "obj" {
  type    = object({ a = string, b = list(number) })
  default = { a = 1, b = ["2"], dropped = true }
}
output "s" { value = var.s }
output "s_bool" { value = var.s_bool }
output "n" { value = var.n }
output "b" { value = var.b }
output "l" { value = var.l }
output "set" { value = var.set }
output "set_n" { value = var.set_n }
output "tup" { value = var.tup }
output "m" { value = var.m }
output "m_from_obj" { value = var.m_from_obj }
output "deep" { value = var.deep }
output "obj" { value = var.obj }
output "types" { value = [for v in [var.s, var.n, var.b] : jsonencode(v)] }
