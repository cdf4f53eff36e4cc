variable "create" {
  type    = bool
  default = true
}

variable "region" {
  type    = string
  default = null
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "create_external" {
  type    = bool
  default = false
}

variable "bypass_policy_lockout_safety_check" {
  type    = bool
  default = null
}

variable "customer_master_key_spec" {
  type    = string
  default = null
}

variable "custom_key_store_id" {
  type    = string
  default = null
}

variable "deletion_window_in_days" {
  type    = number
  default = null
}

variable "description" {
  type    = string
  default = null
}

variable "enable_key_rotation" {
  type    = bool
  default = true
}

variable "is_enabled" {
  type    = bool
  default = null
}

variable "key_material_base64" {
  type    = string
  default = null
}

variable "key_usage" {
  type    = string
  default = null
}

variable "multi_region" {
  type    = bool
  default = false
}

variable "policy" {
  type    = string
  default = null
}

variable "valid_to" {
  type    = string
  default = null
}

variable "enable_default_policy" {
  type    = bool
  default = true
}

variable "key_owners" {
  type    = list(string)
  default = []
}

variable "key_administrators" {
  type    = list(string)
  default = []
}

variable "key_users" {
  type    = list(string)
  default = []
}

variable "key_service_users" {
  type    = list(string)
  default = []
}

variable "key_service_roles_for_autoscaling" {
  type    = list(string)
  default = []
}

variable "key_symmetric_encryption_users" {
  type    = list(string)
  default = []
}

variable "key_hmac_users" {
  type    = list(string)
  default = []
}

variable "key_asymmetric_public_encryption_users" {
  type    = list(string)
  default = []
}

variable "key_asymmetric_sign_verify_users" {
  type    = list(string)
  default = []
}

variable "key_statements" {
  type = list(object({
    sid           = optional(string)
    actions       = optional(list(string))
    not_actions   = optional(list(string))
    effect        = optional(string)
    resources     = optional(list(string))
    not_resources = optional(list(string))
    principals = optional(list(object({
      type        = string
      identifiers = list(string)
    })))
    not_principals = optional(list(object({
      type        = string
      identifiers = list(string)
    })))
    condition = optional(list(object({
      test     = string
      values   = list(string)
      variable = string
    })))
  }))
  default = null
}

variable "key_spec" {
  type    = string
  default = null
}

variable "source_policy_documents" {
  type    = list(string)
  default = []
}

variable "override_policy_documents" {
  type    = list(string)
  default = []
}

variable "enable_route53_dnssec" {
  type    = bool
  default = false
}

variable "route53_dnssec_sources" {
  type = list(object({
    account_ids     = optional(list(string))
    hosted_zone_arn = optional(string)
  }))
  default = null
}

variable "rotation_period_in_days" {
  type    = number
  default = null
}

variable "create_replica" {
  type    = bool
  default = false
}

variable "primary_key_arn" {
  type    = string
  default = null
}

variable "create_replica_external" {
  type    = bool
  default = false
}

variable "primary_external_key_arn" {
  type    = string
  default = null
}

variable "aliases" {
  type    = list(string)
  default = []
}

variable "computed_aliases" {
  type = map(object({
    name = string
  }))
  default = {}
}

variable "aliases_use_name_prefix" {
  type    = bool
  default = false
}

variable "grants" {
  type = map(object({
    constraints = optional(list(object({
      encryption_context_equals = optional(map(string))
      encryption_context_subset = optional(map(string))
    })))
    grant_creation_tokens = optional(list(string))
    grantee_principal     = string
    name                  = optional(string)
    operations            = list(string)
    retire_on_delete      = optional(bool)
    retiring_principal    = optional(string)
  }))
  default = null
}
