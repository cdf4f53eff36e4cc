variable "token" {
  type      = string
  ephemeral = true
}
output "tok" {
  value     = var.token
  ephemeral = true
}
output "plain" { value = "p" }
