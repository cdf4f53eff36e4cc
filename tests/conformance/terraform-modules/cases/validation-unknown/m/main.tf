variable "v" {
  type = string
  validation {
    condition     = length(var.v) > 3
    error_message = "Short."
  }
}
output "v" { value = "id ${var.v}" }
