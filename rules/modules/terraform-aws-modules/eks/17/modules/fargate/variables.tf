variable "create_eks" {
  type    = bool
  default = true
}

variable "create_fargate_pod_execution_role" {
  type    = bool
  default = true
}

variable "cluster_name" {
  type    = string
  default = ""
}

variable "iam_path" {
  type    = string
  default = "/"
}

variable "fargate_pod_execution_role_name" {
  type    = string
  default = null
}

variable "fargate_profiles" {
  type    = any
  default = {}
}

variable "permissions_boundary" {
  type    = string
  default = null
}

variable "subnets" {
  type    = list(string)
  default = []
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "iam_policy_arn_prefix" {
  type = string
}

variable "eks_depends_on" {
  type    = any
  default = null
}
