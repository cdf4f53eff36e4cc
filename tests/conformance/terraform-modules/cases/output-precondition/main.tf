variable "n" { default = 2 }
output "good" {
  value = var.n
  precondition {
    condition     = var.n > 1
    error_message = "Small."
  }
}
