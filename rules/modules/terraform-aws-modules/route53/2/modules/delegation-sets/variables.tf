variable "create" {
  type    = bool
  default = true
}

variable "delegation_sets" {
  type    = any
  default = {}
}
