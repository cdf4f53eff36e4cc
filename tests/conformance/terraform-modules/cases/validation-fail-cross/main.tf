variable "low" { default = 5 }
variable "high" {
  default = 3
  validation {
    condition     = var.high > var.low
    error_message = "High must be above low."
  }
}
output "x" { value = var.high }
