variable "create" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "cluster_name" {
  type    = string
  default = ""
}

variable "cluster_configuration" {
  type    = any
  default = {}
}

variable "cluster_settings" {
  type = map(string)
  default = {
    name  = "containerInsights"
    value = "enabled"
  }
}

variable "default_capacity_provider_use_fargate" {
  type    = bool
  default = true
}

variable "fargate_capacity_providers" {
  type    = any
  default = {}
}

variable "autoscaling_capacity_providers" {
  type    = any
  default = {}
}
