variable "size" {
  type    = number
  default = 3
  validation {
    condition     = var.size > 0
    error_message = "Positive."
  }
  validation {
    condition     = contains([1, 3, 5], var.size)
    error_message = "Odd."
  }
}
variable "max" {
  default = 10
  validation {
    condition     = var.max > var.size
    error_message = "More than size."
  }
}
output "size" { value = var.size }
