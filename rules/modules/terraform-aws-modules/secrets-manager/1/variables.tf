variable "create" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "description" {
  type    = string
  default = null
}

variable "force_overwrite_replica_secret" {
  type    = bool
  default = null
}

variable "kms_key_id" {
  type    = string
  default = null
}

variable "name" {
  type    = string
  default = null
}

variable "name_prefix" {
  type    = string
  default = null
}

variable "recovery_window_in_days" {
  type    = number
  default = null
}

variable "replica" {
  type    = map(any)
  default = {}
}

variable "create_policy" {
  type    = bool
  default = false
}

variable "source_policy_documents" {
  type    = list(string)
  default = []
}

variable "override_policy_documents" {
  type    = list(string)
  default = []
}

variable "policy_statements" {
  type    = map(any)
  default = {}
}

variable "block_public_policy" {
  type    = bool
  default = null
}

variable "ignore_secret_changes" {
  type    = bool
  default = false
}

variable "secret_string" {
  type    = string
  default = null
}

variable "secret_binary" {
  type    = string
  default = null
}

variable "version_stages" {
  type    = list(string)
  default = null
}

variable "create_random_password" {
  type    = bool
  default = false
}

variable "random_password_length" {
  type    = number
  default = 32
}

variable "random_password_override_special" {
  type    = string
  default = "!@#$%&*()-_=+[]{}<>:?"
}

variable "enable_rotation" {
  type    = bool
  default = false
}

variable "rotation_lambda_arn" {
  type    = string
  default = ""
}

variable "rotation_rules" {
  type    = map(any)
  default = {}
}
