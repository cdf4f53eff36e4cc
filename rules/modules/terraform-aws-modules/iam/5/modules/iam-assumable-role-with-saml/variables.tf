variable "create_role" {
  type    = bool
  default = false
}

variable "provider_id" {
  type    = string
  default = ""
}

variable "provider_ids" {
  type    = list(string)
  default = []
}

variable "aws_saml_endpoint" {
  type    = string
  default = "https://signin.aws.amazon.com/saml"
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "role_name" {
  type    = string
  default = null
}

variable "role_name_prefix" {
  type    = string
  default = null
}

variable "role_description" {
  type    = string
  default = ""
}

variable "role_path" {
  type    = string
  default = "/"
}

variable "role_permissions_boundary_arn" {
  type    = string
  default = ""
}

variable "max_session_duration" {
  type    = number
  default = 3600
}

variable "role_policy_arns" {
  type    = list(string)
  default = []
}

variable "number_of_role_policy_arns" {
  type    = number
  default = null
}

variable "force_detach_policies" {
  type    = bool
  default = false
}

variable "allow_self_assume_role" {
  type    = bool
  default = false
}

variable "trusted_role_actions" {
  type    = list(string)
  default = ["sts:AssumeRoleWithSAML", "sts:TagSession"]
}
