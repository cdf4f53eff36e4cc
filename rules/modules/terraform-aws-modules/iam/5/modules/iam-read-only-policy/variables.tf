variable "create_policy" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = null
}

variable "name_prefix" {
  type    = string
  default = null
}

variable "path" {
  type    = string
  default = "/"
}

variable "description" {
  type    = string
  default = "IAM Policy"
}

variable "allowed_services" {
  type = list(string)
}

variable "additional_policy_json" {
  type    = string
  default = "{}"
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "allow_cloudwatch_logs_query" {
  type    = bool
  default = true
}

variable "allow_predefined_sts_actions" {
  type    = bool
  default = true
}

variable "allow_web_console_services" {
  type    = bool
  default = true
}

variable "web_console_services" {
  type    = list(string)
  default = ["resource-groups", "tag", "health", "ce"]
}
