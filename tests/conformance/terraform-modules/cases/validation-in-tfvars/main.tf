variable "size" {
  type = number
  validation {
    condition     = var.size < 10
    error_message = "Big."
  }
}
