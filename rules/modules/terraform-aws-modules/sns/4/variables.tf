variable "create_sns_topic" {
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

variable "display_name" {
  type    = string
  default = null
}

variable "policy" {
  type    = string
  default = null
}

variable "delivery_policy" {
  type    = string
  default = null
}

variable "application_success_feedback_role_arn" {
  type    = string
  default = null
}

variable "application_success_feedback_sample_rate" {
  type    = string
  default = null
}

variable "application_failure_feedback_role_arn" {
  type    = string
  default = null
}

variable "firehose_success_feedback_role_arn" {
  type    = string
  default = null
}

variable "firehose_success_feedback_sample_rate" {
  type    = number
  default = null
}

variable "firehose_failure_feedback_role_arn" {
  type    = string
  default = null
}

variable "http_success_feedback_role_arn" {
  type    = string
  default = null
}

variable "http_success_feedback_sample_rate" {
  type    = string
  default = null
}

variable "http_failure_feedback_role_arn" {
  type    = string
  default = null
}

variable "lambda_success_feedback_role_arn" {
  type    = string
  default = null
}

variable "lambda_success_feedback_sample_rate" {
  type    = string
  default = null
}

variable "lambda_failure_feedback_role_arn" {
  type    = string
  default = null
}

variable "sqs_success_feedback_role_arn" {
  type    = string
  default = null
}

variable "sqs_success_feedback_sample_rate" {
  type    = string
  default = null
}

variable "sqs_failure_feedback_role_arn" {
  type    = string
  default = null
}

variable "kms_master_key_id" {
  type    = string
  default = null
}

variable "fifo_topic" {
  type    = bool
  default = false
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "content_based_deduplication" {
  type    = bool
  default = false
}
