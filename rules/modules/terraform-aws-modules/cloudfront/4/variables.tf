variable "create_distribution" {
  type    = bool
  default = true
}

variable "create_origin_access_identity" {
  type    = bool
  default = false
}

variable "origin_access_identities" {
  type    = map(string)
  default = {}
}

variable "create_origin_access_control" {
  type    = bool
  default = false
}

variable "origin_access_control" {
  type = map(object({
    description      = string
    origin_type      = string
    signing_behavior = string
    signing_protocol = string
  }))
  default = {
    s3 = {
      description      = "",
      origin_type      = "s3",
      signing_behavior = "always",
      signing_protocol = "sigv4"
    }
  }
}

variable "aliases" {
  type    = list(string)
  default = null
}

variable "comment" {
  type    = string
  default = null
}

variable "continuous_deployment_policy_id" {
  type    = string
  default = null
}

variable "default_root_object" {
  type    = string
  default = null
}

variable "enabled" {
  type    = bool
  default = true
}

variable "http_version" {
  type    = string
  default = "http2"
}

variable "is_ipv6_enabled" {
  type    = bool
  default = null
}

variable "price_class" {
  type    = string
  default = null
}

variable "retain_on_delete" {
  type    = bool
  default = false
}

variable "wait_for_deployment" {
  type    = bool
  default = true
}

variable "web_acl_id" {
  type    = string
  default = null
}

variable "staging" {
  type    = bool
  default = false
}

variable "tags" {
  type    = map(string)
  default = null
}

variable "origin" {
  type    = any
  default = null
}

variable "origin_group" {
  type    = any
  default = {}
}

variable "viewer_certificate" {
  type = any
  default = {
    cloudfront_default_certificate = true
    minimum_protocol_version       = "TLSv1"
  }
}

variable "geo_restriction" {
  type    = any
  default = {}
}

variable "logging_config" {
  type    = any
  default = {}
}

variable "custom_error_response" {
  type    = any
  default = {}
}

variable "default_cache_behavior" {
  type    = any
  default = null
}

variable "ordered_cache_behavior" {
  type    = any
  default = []
}

variable "create_monitoring_subscription" {
  type    = bool
  default = false
}

variable "realtime_metrics_subscription_status" {
  type    = string
  default = "Enabled"
}

variable "create_vpc_origin" {
  type    = bool
  default = false
}

variable "vpc_origin" {
  type = map(object({
    name                   = string
    arn                    = string
    http_port              = number
    https_port             = number
    origin_protocol_policy = string
    origin_ssl_protocols = object({
      items    = list(string)
      quantity = number
    })
  }))
  default = {}
}

variable "vpc_origin_timeouts" {
  type    = map(string)
  default = {}
}
