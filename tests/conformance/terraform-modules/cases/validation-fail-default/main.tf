variable "size" {
  default = 0
  validation {
    condition     = var.size > 0
    error_message = "Positive."
  }
}
output "x" { value = 1 }
