variable "rules" {
  type = map(object({ port = number, proto = optional(string, "tcp") }))
  validation {
    condition     = alltrue([for r in values(var.rules) : r.port < 65536])
    error_message = "Bad port."
  }
  validation {
    condition     = alltrue([for r in var.rules : contains(["tcp", "udp"], r.proto)])
    error_message = "Bad proto."
  }
}
