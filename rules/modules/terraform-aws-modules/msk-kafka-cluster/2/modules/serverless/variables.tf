variable "create" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = null
}

variable "security_group_ids" {
  type    = list(string)
  default = null
}

variable "subnet_ids" {
  type    = list(string)
  default = null
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "create_cluster_policy" {
  type    = bool
  default = false
}

variable "cluster_source_policy_documents" {
  type    = list(string)
  default = null
}

variable "cluster_override_policy_documents" {
  type    = list(string)
  default = null
}

variable "cluster_policy_statements" {
  type    = any
  default = null
}
