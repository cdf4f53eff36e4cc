variable "trusted_role_actions" {
  type    = list(string)
  default = ["sts:AssumeRole", "sts:TagSession"]
}

variable "trusted_role_arns" {
  type    = list(string)
  default = []
}

variable "trusted_role_services" {
  type    = list(string)
  default = []
}

variable "trust_policy_conditions" {
  type = list(object({
    test     = string
    variable = string
    values   = list(string)
  }))
  default = []
}

variable "mfa_age" {
  type    = number
  default = 86400
}

variable "allow_self_assume_role" {
  type    = bool
  default = false
}

variable "create_admin_role" {
  type    = bool
  default = false
}

variable "admin_role_name" {
  type    = string
  default = "admin"
}

variable "admin_role_path" {
  type    = string
  default = "/"
}

variable "admin_role_requires_mfa" {
  type    = bool
  default = true
}

variable "admin_role_policy_arns" {
  type    = list(string)
  default = ["arn:aws:iam::aws:policy/AdministratorAccess"]
}

variable "admin_role_permissions_boundary_arn" {
  type    = string
  default = ""
}

variable "admin_role_tags" {
  type    = map(string)
  default = {}
}

variable "create_poweruser_role" {
  type    = bool
  default = false
}

variable "poweruser_role_name" {
  type    = string
  default = "poweruser"
}

variable "poweruser_role_path" {
  type    = string
  default = "/"
}

variable "poweruser_role_requires_mfa" {
  type    = bool
  default = true
}

variable "poweruser_role_policy_arns" {
  type    = list(string)
  default = ["arn:aws:iam::aws:policy/PowerUserAccess"]
}

variable "poweruser_role_permissions_boundary_arn" {
  type    = string
  default = ""
}

variable "poweruser_role_tags" {
  type    = map(string)
  default = {}
}

variable "create_readonly_role" {
  type    = bool
  default = false
}

variable "readonly_role_name" {
  type    = string
  default = "readonly"
}

variable "readonly_role_path" {
  type    = string
  default = "/"
}

variable "readonly_role_requires_mfa" {
  type    = bool
  default = true
}

variable "readonly_role_policy_arns" {
  type    = list(string)
  default = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
}

variable "readonly_role_permissions_boundary_arn" {
  type    = string
  default = ""
}

variable "readonly_role_tags" {
  type    = map(string)
  default = {}
}

variable "max_session_duration" {
  type    = number
  default = 3600
}

variable "force_detach_policies" {
  type    = bool
  default = false
}
