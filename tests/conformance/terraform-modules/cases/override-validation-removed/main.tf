variable "v" {
  default = 1
  validation {
    condition     = var.v > 5
    error_message = "Small."
  }
}
output "v" { value = var.v }
