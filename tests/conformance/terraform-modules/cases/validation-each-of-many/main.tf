variable "names" {
  type    = list(string)
  default = ["ab", "c"]
  validation {
    condition     = alltrue([for n in var.names : length(n) > 1])
    error_message = "Short: ${join(", ", [for n in var.names : n if length(n) < 2])}."
  }
}
