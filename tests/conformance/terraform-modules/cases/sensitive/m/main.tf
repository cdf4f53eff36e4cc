variable "v" { type = string }
output "out" {
  value     = upper(var.v)
  sensitive = true
}
output "plain" { value = issensitive(var.v) }
