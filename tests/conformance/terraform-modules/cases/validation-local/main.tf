locals { allowed = ["a", "b"] }
variable "v" {
  default = "c"
  validation {
    condition     = contains(local.allowed, var.v)
    error_message = "Not allowed."
  }
}
