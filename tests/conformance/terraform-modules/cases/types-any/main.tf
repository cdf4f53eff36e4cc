variable "l" {
  type    = list(any)
  default = [1, "a", true]
}
variable "m" {
  type    = map(any)
  default = { a = 1, b = "x" }
}
variable "a" {
  type    = any
  default = { x = [1, "2"], y = null }
}
variable "objs" {
  type    = list(any)
  default = [{ a = 1, b = "x" }, { a = "2", b = "y" }]
}
variable "legacy" {
  type    = map
  default = { k = 1 }
}
variable "legacy_list" {
  type    = list
  default = [1, "b"]
}
output "l" { value = var.l }
output "m" { value = var.m }
output "a" { value = var.a }
output "objs" { value = var.objs }
output "legacy" { value = var.legacy }
output "legacy_list" { value = var.legacy_list }
