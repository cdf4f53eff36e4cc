variable "v" {
  default = "x"
  validation {
    condition     = can(regex("^[0-9]+$", var.v))
    error_message = "Digits only, got ${var.v}."
  }
}
