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

variable "broker_node_az_distribution" {
  type    = string
  default = null
}

variable "broker_node_client_subnets" {
  type    = list(string)
  default = []
}

variable "broker_node_connectivity_info" {
  type = object({
    vpc_connectivity = optional(object({
      client_authentication = optional(object({
        sasl = optional(object({
          iam   = optional(bool)
          scram = optional(bool)
        }))
        tls = optional(bool)
      }))
    }))
    public_access = optional(object({
      type = optional(string)
    }))
    network_type = optional(string)
  })
  default = null
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
  type = object({
    ebs_storage_info = optional(object({
      provisioned_throughput = optional(object({
        enabled           = optional(bool)
        volume_throughput = optional(number)
      }))
      volume_size = optional(number, 64)
    }))
  })
  default = null
}

variable "client_authentication" {
  type = object({
    sasl = optional(object({
      iam   = optional(bool)
      scram = optional(bool)
    }))
    tls = optional(object({
      certificate_authority_arns = optional(list(string))
    }))
    unauthenticated = optional(bool)
  })
  default = null
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

variable "rebalancing" {
  type = object({
    status = string
  })
  default = null
}

variable "storage_mode" {
  type    = string
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

variable "vpc_connections" {
  type = map(object({
    authentication  = string
    client_subnets  = list(string)
    security_groups = list(string)
    vpc_id          = string
    tags            = optional(map(string), {})
  }))
  default  = {}
  nullable = false
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
  type = map(object({
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
  type = map(object({
    name        = string
    description = optional(string)
    tags        = optional(map(string), {})
  }))
  default  = {}
  nullable = false
}

variable "schemas" {
  type = map(object({
    schema_name          = string
    schema_registry_name = string
    description          = optional(string)
    data_format          = optional(string, "AVRO")
    compatibility        = string
    schema_definition    = string
    tags                 = optional(map(string), {})
  }))
  default  = {}
  nullable = false
}

variable "topics" {
  type = map(object({
    configs            = optional(string)
    name               = optional(string)
    partition_count    = number
    replication_factor = number
  }))
  default  = {}
  nullable = false
}

variable "connect_custom_plugins" {
  type = map(object({
    name              = string
    description       = optional(string)
    content_type      = string
    s3_bucket_arn     = string
    s3_file_key       = string
    s3_object_version = optional(string)
    timeouts = optional(object({
      create = optional(string)
      delete = optional(string)
    }))
  }))
  default  = {}
  nullable = false
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
