variable "create" {
  type    = bool
  default = true
}

variable "zones" {
  type    = any
  default = {}
}

variable "tags" {
  type    = map(any)
  default = {}
}
