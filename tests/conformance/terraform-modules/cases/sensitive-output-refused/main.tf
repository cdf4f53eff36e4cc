variable "secret" {
  default   = "s"
  sensitive = true
}
output "leak" {
  value = var.secret
}
