variable "create" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = null
}

variable "protocols" {
  type    = list(string)
  default = []
}

variable "direction" {
  type    = string
  default = "INBOUND"
}

variable "type" {
  type    = string
  default = "IPV4"
}

variable "subnet_ids" {
  type    = list(any)
  default = []
}

variable "ip_address" {
  type    = list(any)
  default = []
}

variable "security_group_ids" {
  type    = list(string)
  default = []
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "create_security_group" {
  type    = bool
  default = true
}

variable "vpc_id" {
  type    = string
  default = ""
}

variable "security_group_name" {
  type    = string
  default = null
}

variable "security_group_name_prefix" {
  type    = string
  default = null
}

variable "security_group_description" {
  type    = string
  default = null
}

variable "security_group_ingress_cidr_blocks" {
  type    = list(string)
  default = []
}

variable "security_group_egress_cidr_blocks" {
  type    = list(string)
  default = []
}

variable "security_group_tags" {
  type    = map(string)
  default = {}
}
