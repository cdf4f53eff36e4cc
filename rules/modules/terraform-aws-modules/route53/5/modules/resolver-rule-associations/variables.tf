variable "create" {
  type    = bool
  default = true
}

variable "vpc_id" {
  type    = string
  default = null
}

variable "resolver_rule_associations" {
  type    = any
  default = {}
}
