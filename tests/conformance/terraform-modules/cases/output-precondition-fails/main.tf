variable "n" { default = 0 }
output "bad" {
  value = var.n
  precondition {
    condition     = var.n > 1
    error_message = "Small."
  }
}
