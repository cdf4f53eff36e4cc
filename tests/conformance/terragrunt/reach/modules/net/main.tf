variable "name" {}
variable "tags" {
  type    = map(string)
  default = {}
}
output "id" {
  value = "net-${var.name}"
}
output "tags" {
  value = merge(var.tags, { module = "net" })
}
output "list" {
  value = [for i in range(3) : "${var.name}-${i}"]
}
output "secret" {
  value     = "s-${var.name}"
  sensitive = true
}
output "nested" {
  value = { a = [{ b = var.name }] }
}
