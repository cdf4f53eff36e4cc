variable "create" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "create_group" {
  type    = bool
  default = true
}

variable "engine" {
  type    = string
  default = "redis"
}

variable "user_group_id" {
  type    = string
  default = ""
}

variable "users" {
  type    = any
  default = {}
}

variable "create_default_user" {
  type    = bool
  default = true
}

variable "default_user" {
  type    = any
  default = {}
}

variable "default_user_id" {
  type    = string
  default = "default"
}
