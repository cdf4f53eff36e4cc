variable "create" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "advanced_options" {
  type    = map(string)
  default = {}
}

variable "advanced_security_options" {
  type = any
  default = {
    enabled                = true
    anonymous_auth_enabled = false
  }
}

variable "aiml_options" {
  type = object({
    natural_language_query_generation_options = optional(object({
      desired_state = optional(string)
    }))
    s3_vectors_engine = optional(object({
      enabled = optional(bool)
    }))
    serverless_vector_acceleration = optional(object({
      enabled = optional(bool)
    }))
  })
  default = null
}

variable "auto_tune_options" {
  type = any
  default = {
    desired_state       = "ENABLED"
    rollback_on_disable = "NO_ROLLBACK"
  }
}

variable "cluster_config" {
  type = any
  default = {
    dedicated_master_enabled = true
  }
}

variable "cognito_options" {
  type    = any
  default = {}
}

variable "deployment_strategy_options" {
  type = object({
    deployment_strategy = string
  })
  default = null
}

variable "domain_endpoint_options" {
  type = any
  default = {
    enforce_https       = true
    tls_security_policy = "Policy-Min-TLS-1-2-2019-07"
  }
}

variable "domain_name" {
  type    = string
  default = ""
}

variable "ebs_options" {
  type = any
  default = {
    ebs_enabled = true
    volume_size = 64
    volume_type = "gp3"
  }
}

variable "encrypt_at_rest" {
  type = any
  default = {
    enabled = true
  }
}

variable "engine_version" {
  type    = string
  default = null
}

variable "ip_address_type" {
  type    = string
  default = null
}

variable "identity_center_options" {
  type = object({
    enabled_api_access           = optional(bool)
    identity_center_instance_arn = optional(string)
    roles_key                    = optional(string)
    subject_key                  = optional(string)
  })
  default = null
}

variable "log_publishing_options" {
  type = any
  default = [
    { log_type = "INDEX_SLOW_LOGS" },
    { log_type = "SEARCH_SLOW_LOGS" },
  ]
}

variable "node_to_node_encryption" {
  type = any
  default = {
    enabled = true
  }
}

variable "off_peak_window_options" {
  type = any
  default = {
    enabled = true
    off_peak_window = {
      hours = 7
    }
  }
}

variable "region" {
  type    = string
  default = null
}

variable "software_update_options" {
  type = any
  default = {
    auto_software_update_enabled = true
  }
}

variable "vpc_options" {
  type    = any
  default = {}
}

variable "timeouts" {
  type    = map(string)
  default = {}
}

variable "package_associations" {
  type    = map(string)
  default = {}
}

variable "vpc_endpoints" {
  type    = any
  default = {}
}

variable "enable_access_policy" {
  type    = bool
  default = true
}

variable "create_access_policy" {
  type    = bool
  default = true
}

variable "access_policies" {
  type    = string
  default = null
}

variable "access_policy_statements" {
  type    = any
  default = {}
}

variable "access_policy_source_policy_documents" {
  type    = list(string)
  default = []
}

variable "access_policy_override_policy_documents" {
  type    = list(string)
  default = []
}

variable "create_saml_options" {
  type    = bool
  default = false
}

variable "saml_options" {
  type    = any
  default = {}
}

variable "outbound_connections" {
  type    = any
  default = {}
}

variable "create_cloudwatch_log_groups" {
  type    = bool
  default = true
}

variable "cloudwatch_log_group_retention_in_days" {
  type    = number
  default = 60
}

variable "cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}

variable "cloudwatch_log_group_skip_destroy" {
  type    = bool
  default = null
}

variable "cloudwatch_log_group_class" {
  type    = string
  default = null
}

variable "create_cloudwatch_log_resource_policy" {
  type    = bool
  default = true
}

variable "cloudwatch_log_resource_policy_name" {
  type    = string
  default = null
}

variable "create_security_group" {
  type    = bool
  default = true
}

variable "security_group_name" {
  type    = string
  default = null
}

variable "security_group_use_name_prefix" {
  type    = bool
  default = true
}

variable "security_group_description" {
  type    = string
  default = null
}

variable "security_group_rules" {
  type    = any
  default = {}
}

variable "security_group_tags" {
  type    = map(string)
  default = {}
}
