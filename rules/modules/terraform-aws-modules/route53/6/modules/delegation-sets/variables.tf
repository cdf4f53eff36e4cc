variable "create" {
  type    = bool
  default = true
}

variable "delegation_sets" {
  type = map(object({
    reference_name = optional(string)
  }))
  default = {}
}
