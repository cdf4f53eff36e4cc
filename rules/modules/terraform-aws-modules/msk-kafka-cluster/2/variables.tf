variable "create" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "broker_node_az_distribution" {
  type    = string
  default = null
}

variable "broker_node_client_subnets" {
  type    = list(string)
  default = []
}

variable "broker_node_connectivity_info" {
  type    = any
  default = {}
}

variable "broker_node_instance_type" {
  type    = string
  default = null
}

variable "broker_node_security_groups" {
  type    = list(string)
  default = []
}

variable "broker_node_storage_info" {
  type    = any
  default = {}
}

variable "client_authentication" {
  type    = any
  default = {}
}

variable "name" {
  type    = string
  default = "msk"
}

variable "encryption_at_rest_kms_key_arn" {
  type    = string
  default = null
}

variable "encryption_in_transit_client_broker" {
  type    = string
  default = null
}

variable "encryption_in_transit_in_cluster" {
  type    = bool
  default = null
}

variable "enhanced_monitoring" {
  type    = string
  default = null
}

variable "kafka_version" {
  type    = string
  default = null
}

variable "cloudwatch_logs_enabled" {
  type    = bool
  default = false
}

variable "cloudwatch_log_group_class" {
  type    = string
  default = null
}

variable "firehose_logs_enabled" {
  type    = bool
  default = false
}

variable "firehose_delivery_stream" {
  type    = string
  default = null
}

variable "s3_logs_enabled" {
  type    = bool
  default = false
}

variable "s3_logs_bucket" {
  type    = string
  default = null
}

variable "s3_logs_prefix" {
  type    = string
  default = null
}

variable "number_of_broker_nodes" {
  type    = number
  default = null
}

variable "jmx_exporter_enabled" {
  type    = bool
  default = false
}

variable "node_exporter_enabled" {
  type    = bool
  default = false
}

variable "storage_mode" {
  type    = string
  default = null
}

variable "timeouts" {
  type    = map(string)
  default = {}
}

variable "vpc_connections" {
  type    = any
  default = {}
}

variable "create_configuration" {
  type    = bool
  default = true
}

variable "configuration_arn" {
  type    = string
  default = null
}

variable "configuration_revision" {
  type    = number
  default = null
}

variable "configuration_name" {
  type    = string
  default = null
}

variable "configuration_description" {
  type    = string
  default = null
}

variable "configuration_server_properties" {
  type    = map(string)
  default = {}
}

variable "create_scram_secret_association" {
  type    = bool
  default = false
}

variable "scram_secret_association_secret_arn_list" {
  type    = list(string)
  default = []
}

variable "create_cluster_policy" {
  type    = bool
  default = false
}

variable "cluster_source_policy_documents" {
  type    = list(string)
  default = null
}

variable "cluster_override_policy_documents" {
  type    = list(string)
  default = null
}

variable "cluster_policy_statements" {
  type    = any
  default = null
}

variable "create_cloudwatch_log_group" {
  type    = bool
  default = true
}

variable "cloudwatch_log_group_name" {
  type    = string
  default = null
}

variable "cloudwatch_log_group_retention_in_days" {
  type    = number
  default = 0
}

variable "cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}

variable "enable_storage_autoscaling" {
  type    = bool
  default = true
}

variable "scaling_max_capacity" {
  type    = number
  default = 250
}

variable "scaling_role_arn" {
  type    = string
  default = null
}

variable "scaling_target_value" {
  type    = number
  default = 70
}

variable "create_schema_registry" {
  type    = bool
  default = true
}

variable "schema_registries" {
  type    = map(any)
  default = {}
}

variable "schemas" {
  type    = map(any)
  default = {}
}

variable "connect_custom_plugins" {
  type    = any
  default = {}
}

variable "connect_custom_plugin_timeouts" {
  type = map(string)
  default = {
    create = null
  }
}

variable "create_connect_worker_configuration" {
  type    = bool
  default = false
}

variable "connect_worker_config_name" {
  type    = string
  default = null
}

variable "connect_worker_config_description" {
  type    = string
  default = null
}

variable "connect_worker_config_properties_file_content" {
  type    = string
  default = null
}
