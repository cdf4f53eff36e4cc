variable "create_certificate" {
  type    = bool
  default = true
}

variable "validate_certificate" {
  type    = bool
  default = true
}

variable "validation_allow_overwrite_records" {
  type    = bool
  default = true
}

variable "wait_for_validation" {
  type    = bool
  default = true
}

variable "certificate_transparency_logging_preference" {
  type    = bool
  default = true
}

variable "domain_name" {
  type    = string
  default = ""
}

variable "subject_alternative_names" {
  type    = list(string)
  default = []
}

variable "validation_method" {
  type    = string
  default = "DNS"
}

variable "create_route53_records" {
  type    = bool
  default = true
}

variable "validation_record_fqdns" {
  type    = list(string)
  default = []
}

variable "zone_id" {
  type    = string
  default = ""
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "dns_ttl" {
  type    = number
  default = 60
}

variable "putin_khuylo" {
  type    = bool
  default = true
}
