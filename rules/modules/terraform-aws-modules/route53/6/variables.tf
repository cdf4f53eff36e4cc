variable "create" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "create_zone" {
  type    = bool
  default = true
}

variable "ignore_vpc" {
  type    = bool
  default = false
}

variable "private_zone" {
  type    = bool
  default = false
}

variable "vpc_id" {
  type    = string
  default = null
}

variable "comment" {
  type    = string
  default = null
}

variable "delegation_set_id" {
  type    = string
  default = null
}

variable "force_destroy" {
  type    = bool
  default = null
}

variable "enable_accelerated_recovery" {
  type    = bool
  default = null
}

variable "name" {
  type    = string
  default = ""
}

variable "vpc" {
  type = map(object({
    vpc_id     = string
    vpc_region = optional(string)
  }))
  default = null
}

variable "timeouts" {
  type = object({
    create = optional(string)
    update = optional(string)
    delete = optional(string)
  })
  default = null
}

variable "vpc_association_authorizations" {
  type = map(object({
    vpc_id     = string
    vpc_region = optional(string)
  }))
  default = null
}

variable "enable_dnssec" {
  type    = bool
  default = false
}

variable "create_dnssec_kms_key" {
  type    = bool
  default = true
}

variable "dnssec_kms_key_arn" {
  type    = string
  default = null
}

variable "dnssec_kms_key_description" {
  type    = string
  default = "Route53 DNSSEC KMS Key"
}

variable "dnssec_kms_key_aliases" {
  type    = list(string)
  default = []
}

variable "dnssec_kms_key_tags" {
  type    = map(string)
  default = {}
}

variable "records" {
  type = map(object({
    alias = optional(object({
      evaluate_target_health = optional(bool, false)
      name                   = string
      zone_id                = string
    }))
    allow_overwrite = optional(bool)
    cidr_routing_policy = optional(object({
      collection_id = string
      location_name = string
    }))
    failover_routing_policy = optional(object({
      type = string
    }))
    geolocation_routing_policy = optional(object({
      continent   = optional(string)
      country     = optional(string)
      subdivision = optional(string)
    }))
    geoproximity_routing_policy = optional(object({
      aws_region = optional(string)
      bias       = optional(number)
      coordinates = optional(list(object({
        latitude  = number
        longitude = number
      })))
      local_zone_group = optional(string)
    }))
    health_check_id = optional(string)
    latency_routing_policy = optional(object({
      region = string
    }))
    multivalue_answer_routing_policy = optional(bool)
    name                             = optional(string)
    full_name                        = optional(string)
    records                          = optional(list(string))
    set_identifier                   = optional(string)
    ttl                              = optional(number)
    type                             = string
    weighted_routing_policy = optional(object({
      weight = number
    }))
    timeouts = optional(object({
      create = optional(string)
      update = optional(string)
      delete = optional(string)
    }))
  }))
  default = {}
}
