variable "create" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "name" {
  type    = string
  default = null
}

variable "use_name_prefix" {
  type    = bool
  default = false
}

variable "application_feedback" {
  type    = map(string)
  default = {}
}

variable "content_based_deduplication" {
  type    = bool
  default = false
}

variable "delivery_policy" {
  type    = string
  default = null
}

variable "display_name" {
  type    = string
  default = null
}

variable "fifo_throughput_scope" {
  type    = string
  default = null
}

variable "fifo_topic" {
  type    = bool
  default = false
}

variable "firehose_feedback" {
  type    = map(string)
  default = {}
}

variable "http_feedback" {
  type    = map(string)
  default = {}
}

variable "kms_master_key_id" {
  type    = string
  default = null
}

variable "lambda_feedback" {
  type    = map(string)
  default = {}
}

variable "topic_policy" {
  type    = string
  default = null
}

variable "sqs_feedback" {
  type    = map(string)
  default = {}
}

variable "signature_version" {
  type    = number
  default = null
}

variable "tracing_config" {
  type    = string
  default = null
}

variable "archive_policy" {
  type    = string
  default = null
}

variable "create_topic_policy" {
  type    = bool
  default = true
}

variable "source_topic_policy_documents" {
  type    = list(string)
  default = []
}

variable "override_topic_policy_documents" {
  type    = list(string)
  default = []
}

variable "enable_default_topic_policy" {
  type    = bool
  default = true
}

variable "topic_policy_statements" {
  type    = any
  default = {}
}

variable "create_subscription" {
  type    = bool
  default = true
}

variable "subscriptions" {
  type    = any
  default = {}
}

variable "data_protection_policy" {
  type    = string
  default = null
}
