variable "create_vpc" {
  type    = bool
  default = true
}

variable "name" {
  type    = string
  default = ""
}

variable "cidr" {
  type    = string
  default = "0.0.0.0/0"
}

variable "enable_ipv6" {
  type    = bool
  default = false
}

variable "private_subnet_ipv6_prefixes" {
  type    = list(string)
  default = []
}

variable "public_subnet_ipv6_prefixes" {
  type    = list(string)
  default = []
}

variable "database_subnet_ipv6_prefixes" {
  type    = list(string)
  default = []
}

variable "redshift_subnet_ipv6_prefixes" {
  type    = list(string)
  default = []
}

variable "elasticache_subnet_ipv6_prefixes" {
  type    = list(string)
  default = []
}

variable "intra_subnet_ipv6_prefixes" {
  type    = list(string)
  default = []
}

variable "assign_ipv6_address_on_creation" {
  type    = bool
  default = false
}

variable "private_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "public_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "database_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "redshift_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "elasticache_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "intra_subnet_assign_ipv6_address_on_creation" {
  type    = bool
  default = null
}

variable "secondary_cidr_blocks" {
  type    = list(string)
  default = []
}

variable "instance_tenancy" {
  type    = string
  default = "default"
}

variable "public_subnet_suffix" {
  type    = string
  default = "public"
}

variable "private_subnet_suffix" {
  type    = string
  default = "private"
}

variable "intra_subnet_suffix" {
  type    = string
  default = "intra"
}

variable "database_subnet_suffix" {
  type    = string
  default = "db"
}

variable "redshift_subnet_suffix" {
  type    = string
  default = "redshift"
}

variable "elasticache_subnet_suffix" {
  type    = string
  default = "elasticache"
}

variable "public_subnets" {
  type    = list(string)
  default = []
}

variable "private_subnets" {
  type    = list(string)
  default = []
}

variable "database_subnets" {
  type    = list(string)
  default = []
}

variable "redshift_subnets" {
  type    = list(string)
  default = []
}

variable "elasticache_subnets" {
  type    = list(string)
  default = []
}

variable "intra_subnets" {
  type    = list(string)
  default = []
}

variable "create_database_subnet_route_table" {
  type    = bool
  default = false
}

variable "create_redshift_subnet_route_table" {
  type    = bool
  default = false
}

variable "enable_public_redshift" {
  type    = bool
  default = false
}

variable "create_elasticache_subnet_route_table" {
  type    = bool
  default = false
}

variable "create_database_subnet_group" {
  type    = bool
  default = true
}

variable "create_elasticache_subnet_group" {
  type    = bool
  default = true
}

variable "create_redshift_subnet_group" {
  type    = bool
  default = true
}

variable "create_database_internet_gateway_route" {
  type    = bool
  default = false
}

variable "create_database_nat_gateway_route" {
  type    = bool
  default = false
}

variable "azs" {
  type    = list(string)
  default = []
}

variable "enable_dns_hostnames" {
  type    = bool
  default = false
}

variable "enable_dns_support" {
  type    = bool
  default = true
}

variable "enable_classiclink" {
  type    = bool
  default = null
}

variable "enable_classiclink_dns_support" {
  type    = bool
  default = null
}

variable "enable_nat_gateway" {
  type    = bool
  default = false
}

variable "single_nat_gateway" {
  type    = bool
  default = false
}

variable "one_nat_gateway_per_az" {
  type    = bool
  default = false
}

variable "reuse_nat_ips" {
  type    = bool
  default = false
}

variable "external_nat_ip_ids" {
  type    = list(string)
  default = []
}

variable "external_nat_ips" {
  type    = list(string)
  default = []
}

variable "enable_public_s3_endpoint" {
  type    = bool
  default = true
}

variable "enable_dynamodb_endpoint" {
  type    = bool
  default = false
}

variable "dynamodb_endpoint_type" {
  type    = string
  default = "Gateway"
}

variable "enable_s3_endpoint" {
  type    = bool
  default = false
}

variable "s3_endpoint_type" {
  type    = string
  default = "Gateway"
}

variable "enable_codeartifact_api_endpoint" {
  type    = bool
  default = false
}

variable "codeartifact_api_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "codeartifact_api_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "codeartifact_api_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_codeartifact_repositories_endpoint" {
  type    = bool
  default = false
}

variable "codeartifact_repositories_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "codeartifact_repositories_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "codeartifact_repositories_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_codebuild_endpoint" {
  type    = bool
  default = false
}

variable "codebuild_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "codebuild_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "codebuild_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_codecommit_endpoint" {
  type    = bool
  default = false
}

variable "codecommit_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "codecommit_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "codecommit_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_git_codecommit_endpoint" {
  type    = bool
  default = false
}

variable "git_codecommit_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "git_codecommit_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "git_codecommit_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_config_endpoint" {
  type    = bool
  default = false
}

variable "config_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "config_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "config_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_sqs_endpoint" {
  type    = bool
  default = false
}

variable "sqs_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "sqs_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "sqs_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_lambda_endpoint" {
  type    = bool
  default = false
}

variable "lambda_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "lambda_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "lambda_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_ssm_endpoint" {
  type    = bool
  default = false
}

variable "ssm_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ssm_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "ssm_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_secretsmanager_endpoint" {
  type    = bool
  default = false
}

variable "secretsmanager_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "secretsmanager_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "secretsmanager_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_apigw_endpoint" {
  type    = bool
  default = false
}

variable "apigw_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "apigw_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "apigw_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "enable_ssmmessages_endpoint" {
  type    = bool
  default = false
}

variable "ssmmessages_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ssmmessages_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "ssmmessages_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_textract_endpoint" {
  type    = bool
  default = false
}

variable "textract_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "textract_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "textract_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_transferserver_endpoint" {
  type    = bool
  default = false
}

variable "transferserver_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "transferserver_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "transferserver_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_ec2_endpoint" {
  type    = bool
  default = false
}

variable "ec2_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ec2_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "ec2_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "enable_ec2messages_endpoint" {
  type    = bool
  default = false
}

variable "ec2messages_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ec2messages_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "ec2messages_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "enable_ec2_autoscaling_endpoint" {
  type    = bool
  default = false
}

variable "ec2_autoscaling_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ec2_autoscaling_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "ec2_autoscaling_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "enable_ecr_api_endpoint" {
  type    = bool
  default = false
}

variable "ecr_api_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "ecr_api_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "ecr_api_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "enable_ecr_dkr_endpoint" {
  type    = bool
  default = false
}

variable "ecr_dkr_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "ecr_dkr_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "ecr_dkr_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "enable_kms_endpoint" {
  type    = bool
  default = false
}

variable "kms_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "kms_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "kms_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_ecs_endpoint" {
  type    = bool
  default = false
}

variable "ecs_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ecs_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "ecs_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_ecs_agent_endpoint" {
  type    = bool
  default = false
}

variable "ecs_agent_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ecs_agent_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "ecs_agent_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_ecs_telemetry_endpoint" {
  type    = bool
  default = false
}

variable "ecs_telemetry_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ecs_telemetry_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "ecs_telemetry_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_sns_endpoint" {
  type    = bool
  default = false
}

variable "sns_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "sns_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "sns_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_monitoring_endpoint" {
  type    = bool
  default = false
}

variable "monitoring_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "monitoring_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "monitoring_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_elasticloadbalancing_endpoint" {
  type    = bool
  default = false
}

variable "elasticloadbalancing_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "elasticloadbalancing_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "elasticloadbalancing_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_events_endpoint" {
  type    = bool
  default = false
}

variable "events_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "events_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "events_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_logs_endpoint" {
  type    = bool
  default = false
}

variable "logs_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "logs_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "logs_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_cloudtrail_endpoint" {
  type    = bool
  default = false
}

variable "cloudtrail_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "cloudtrail_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "cloudtrail_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_kinesis_streams_endpoint" {
  type    = bool
  default = false
}

variable "kinesis_streams_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "kinesis_streams_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "kinesis_streams_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_kinesis_firehose_endpoint" {
  type    = bool
  default = false
}

variable "kinesis_firehose_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "kinesis_firehose_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "kinesis_firehose_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_glue_endpoint" {
  type    = bool
  default = false
}

variable "glue_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "glue_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "glue_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_sagemaker_notebook_endpoint" {
  type    = bool
  default = false
}

variable "sagemaker_notebook_endpoint_region" {
  type    = string
  default = ""
}

variable "sagemaker_notebook_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "sagemaker_notebook_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "sagemaker_notebook_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_sts_endpoint" {
  type    = bool
  default = false
}

variable "sts_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "sts_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "sts_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_cloudformation_endpoint" {
  type    = bool
  default = false
}

variable "cloudformation_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "cloudformation_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "cloudformation_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_codepipeline_endpoint" {
  type    = bool
  default = false
}

variable "codepipeline_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "codepipeline_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "codepipeline_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_appmesh_envoy_management_endpoint" {
  type    = bool
  default = false
}

variable "appmesh_envoy_management_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "appmesh_envoy_management_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "appmesh_envoy_management_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_servicecatalog_endpoint" {
  type    = bool
  default = false
}

variable "servicecatalog_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "servicecatalog_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "servicecatalog_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_storagegateway_endpoint" {
  type    = bool
  default = false
}

variable "storagegateway_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "storagegateway_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "storagegateway_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_transfer_endpoint" {
  type    = bool
  default = false
}

variable "transfer_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "transfer_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "transfer_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_sagemaker_api_endpoint" {
  type    = bool
  default = false
}

variable "sagemaker_api_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "sagemaker_api_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "sagemaker_api_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_sagemaker_runtime_endpoint" {
  type    = bool
  default = false
}

variable "sagemaker_runtime_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "sagemaker_runtime_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "sagemaker_runtime_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_appstream_api_endpoint" {
  type    = bool
  default = false
}

variable "appstream_api_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "appstream_api_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "appstream_api_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_appstream_streaming_endpoint" {
  type    = bool
  default = false
}

variable "appstream_streaming_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "appstream_streaming_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "appstream_streaming_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_athena_endpoint" {
  type    = bool
  default = false
}

variable "athena_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "athena_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "athena_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_rekognition_endpoint" {
  type    = bool
  default = false
}

variable "rekognition_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "rekognition_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "rekognition_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_efs_endpoint" {
  type    = bool
  default = false
}

variable "efs_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "efs_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "efs_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_cloud_directory_endpoint" {
  type    = bool
  default = false
}

variable "cloud_directory_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "cloud_directory_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "cloud_directory_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_ses_endpoint" {
  type    = bool
  default = false
}

variable "ses_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ses_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "enable_auto_scaling_plans_endpoint" {
  type    = bool
  default = false
}

variable "auto_scaling_plans_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "auto_scaling_plans_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "auto_scaling_plans_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "ses_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_workspaces_endpoint" {
  type    = bool
  default = false
}

variable "workspaces_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "workspaces_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "workspaces_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_access_analyzer_endpoint" {
  type    = bool
  default = false
}

variable "access_analyzer_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "access_analyzer_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "access_analyzer_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_ebs_endpoint" {
  type    = bool
  default = false
}

variable "ebs_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "ebs_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "ebs_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_datasync_endpoint" {
  type    = bool
  default = false
}

variable "datasync_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "datasync_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "datasync_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_elastic_inference_runtime_endpoint" {
  type    = bool
  default = false
}

variable "elastic_inference_runtime_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "elastic_inference_runtime_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "elastic_inference_runtime_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_sms_endpoint" {
  type    = bool
  default = false
}

variable "sms_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "sms_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "sms_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_emr_endpoint" {
  type    = bool
  default = false
}

variable "emr_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "emr_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "emr_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_qldb_session_endpoint" {
  type    = bool
  default = false
}

variable "qldb_session_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "qldb_session_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "qldb_session_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_elasticbeanstalk_endpoint" {
  type    = bool
  default = false
}

variable "elasticbeanstalk_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "elasticbeanstalk_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "elasticbeanstalk_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_elasticbeanstalk_health_endpoint" {
  type    = bool
  default = false
}

variable "elasticbeanstalk_health_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "elasticbeanstalk_health_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "elasticbeanstalk_health_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_states_endpoint" {
  type    = bool
  default = false
}

variable "states_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "states_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "states_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_acm_pca_endpoint" {
  type    = bool
  default = false
}

variable "enable_rds_endpoint" {
  type    = bool
  default = false
}

variable "rds_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "rds_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "rds_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_codedeploy_endpoint" {
  type    = bool
  default = false
}

variable "codedeploy_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "codedeploy_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "codedeploy_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_codedeploy_commands_secure_endpoint" {
  type    = bool
  default = false
}

variable "codedeploy_commands_secure_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "codedeploy_commands_secure_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "codedeploy_commands_secure_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "acm_pca_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "acm_pca_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "acm_pca_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "enable_dms_endpoint" {
  type    = bool
  default = false
}

variable "dms_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "dms_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "dms_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "map_public_ip_on_launch" {
  type    = bool
  default = true
}

variable "customer_gateways" {
  type    = map(map(any))
  default = {}
}

variable "enable_vpn_gateway" {
  type    = bool
  default = false
}

variable "vpn_gateway_id" {
  type    = string
  default = ""
}

variable "amazon_side_asn" {
  type    = string
  default = "64512"
}

variable "vpn_gateway_az" {
  type    = string
  default = null
}

variable "propagate_intra_route_tables_vgw" {
  type    = bool
  default = false
}

variable "propagate_private_route_tables_vgw" {
  type    = bool
  default = false
}

variable "propagate_public_route_tables_vgw" {
  type    = bool
  default = false
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "vpc_tags" {
  type    = map(string)
  default = {}
}

variable "igw_tags" {
  type    = map(string)
  default = {}
}

variable "public_subnet_tags" {
  type    = map(string)
  default = {}
}

variable "private_subnet_tags" {
  type    = map(string)
  default = {}
}

variable "public_route_table_tags" {
  type    = map(string)
  default = {}
}

variable "private_route_table_tags" {
  type    = map(string)
  default = {}
}

variable "database_route_table_tags" {
  type    = map(string)
  default = {}
}

variable "redshift_route_table_tags" {
  type    = map(string)
  default = {}
}

variable "elasticache_route_table_tags" {
  type    = map(string)
  default = {}
}

variable "intra_route_table_tags" {
  type    = map(string)
  default = {}
}

variable "database_subnet_tags" {
  type    = map(string)
  default = {}
}

variable "database_subnet_group_tags" {
  type    = map(string)
  default = {}
}

variable "redshift_subnet_tags" {
  type    = map(string)
  default = {}
}

variable "redshift_subnet_group_tags" {
  type    = map(string)
  default = {}
}

variable "elasticache_subnet_tags" {
  type    = map(string)
  default = {}
}

variable "intra_subnet_tags" {
  type    = map(string)
  default = {}
}

variable "public_acl_tags" {
  type    = map(string)
  default = {}
}

variable "private_acl_tags" {
  type    = map(string)
  default = {}
}

variable "intra_acl_tags" {
  type    = map(string)
  default = {}
}

variable "database_acl_tags" {
  type    = map(string)
  default = {}
}

variable "redshift_acl_tags" {
  type    = map(string)
  default = {}
}

variable "elasticache_acl_tags" {
  type    = map(string)
  default = {}
}

variable "dhcp_options_tags" {
  type    = map(string)
  default = {}
}

variable "nat_gateway_tags" {
  type    = map(string)
  default = {}
}

variable "nat_eip_tags" {
  type    = map(string)
  default = {}
}

variable "customer_gateway_tags" {
  type    = map(string)
  default = {}
}

variable "vpn_gateway_tags" {
  type    = map(string)
  default = {}
}

variable "vpc_endpoint_tags" {
  type    = map(string)
  default = {}
}

variable "vpc_flow_log_tags" {
  type    = map(string)
  default = {}
}

variable "vpc_flow_log_permissions_boundary" {
  type    = string
  default = null
}

variable "enable_dhcp_options" {
  type    = bool
  default = false
}

variable "dhcp_options_domain_name" {
  type    = string
  default = ""
}

variable "dhcp_options_domain_name_servers" {
  type    = list(string)
  default = ["AmazonProvidedDNS"]
}

variable "dhcp_options_ntp_servers" {
  type    = list(string)
  default = []
}

variable "dhcp_options_netbios_name_servers" {
  type    = list(string)
  default = []
}

variable "dhcp_options_netbios_node_type" {
  type    = string
  default = ""
}

variable "manage_default_vpc" {
  type    = bool
  default = false
}

variable "default_vpc_name" {
  type    = string
  default = ""
}

variable "default_vpc_enable_dns_support" {
  type    = bool
  default = true
}

variable "default_vpc_enable_dns_hostnames" {
  type    = bool
  default = false
}

variable "default_vpc_enable_classiclink" {
  type    = bool
  default = false
}

variable "default_vpc_tags" {
  type    = map(string)
  default = {}
}

variable "manage_default_network_acl" {
  type    = bool
  default = false
}

variable "default_network_acl_name" {
  type    = string
  default = ""
}

variable "default_network_acl_tags" {
  type    = map(string)
  default = {}
}

variable "public_dedicated_network_acl" {
  type    = bool
  default = false
}

variable "private_dedicated_network_acl" {
  type    = bool
  default = false
}

variable "intra_dedicated_network_acl" {
  type    = bool
  default = false
}

variable "database_dedicated_network_acl" {
  type    = bool
  default = false
}

variable "redshift_dedicated_network_acl" {
  type    = bool
  default = false
}

variable "elasticache_dedicated_network_acl" {
  type    = bool
  default = false
}

variable "default_network_acl_ingress" {
  type = list(map(string))
  default = [
    {
      rule_no    = 100
      action     = "allow"
      from_port  = 0
      to_port    = 0
      protocol   = "-1"
      cidr_block = "0.0.0.0/0"
    },
    {
      rule_no         = 101
      action          = "allow"
      from_port       = 0
      to_port         = 0
      protocol        = "-1"
      ipv6_cidr_block = "::/0"
    },
  ]
}

variable "default_network_acl_egress" {
  type = list(map(string))
  default = [
    {
      rule_no    = 100
      action     = "allow"
      from_port  = 0
      to_port    = 0
      protocol   = "-1"
      cidr_block = "0.0.0.0/0"
    },
    {
      rule_no         = 101
      action          = "allow"
      from_port       = 0
      to_port         = 0
      protocol        = "-1"
      ipv6_cidr_block = "::/0"
    },
  ]
}

variable "public_inbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "public_outbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "private_inbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "private_outbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "intra_inbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "intra_outbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "database_inbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "database_outbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "redshift_inbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "redshift_outbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "elasticache_inbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "elasticache_outbound_acl_rules" {
  type = list(map(string))
  default = [
    {
      rule_number = 100
      rule_action = "allow"
      from_port   = 0
      to_port     = 0
      protocol    = "-1"
      cidr_block  = "0.0.0.0/0"
    },
  ]
}

variable "manage_default_security_group" {
  type    = bool
  default = false
}

variable "default_security_group_name" {
  type    = string
  default = "default"
}

variable "default_security_group_ingress" {
  type    = list(map(string))
  default = null
}

variable "enable_flow_log" {
  type    = bool
  default = false
}

variable "default_security_group_egress" {
  type    = list(map(string))
  default = null
}

variable "default_security_group_tags" {
  type    = map(string)
  default = {}
}

variable "create_flow_log_cloudwatch_log_group" {
  type    = bool
  default = false
}

variable "create_flow_log_cloudwatch_iam_role" {
  type    = bool
  default = false
}

variable "flow_log_traffic_type" {
  type    = string
  default = "ALL"
}

variable "flow_log_destination_type" {
  type    = string
  default = "cloud-watch-logs"
}

variable "flow_log_log_format" {
  type    = string
  default = null
}

variable "flow_log_destination_arn" {
  type    = string
  default = ""
}

variable "flow_log_cloudwatch_iam_role_arn" {
  type    = string
  default = ""
}

variable "flow_log_cloudwatch_log_group_name_prefix" {
  type    = string
  default = "/aws/vpc-flow-log/"
}

variable "flow_log_cloudwatch_log_group_retention_in_days" {
  type    = number
  default = null
}

variable "flow_log_cloudwatch_log_group_kms_key_id" {
  type    = string
  default = null
}

variable "flow_log_max_aggregation_interval" {
  type    = number
  default = 600
}

variable "create_igw" {
  type    = bool
  default = true
}

variable "create_egress_only_igw" {
  type    = bool
  default = true
}

variable "enable_appstream_endpoint" {
  type    = bool
  default = false
}

variable "appstream_endpoint_security_group_ids" {
  type    = list(string)
  default = []
}

variable "appstream_endpoint_subnet_ids" {
  type    = list(string)
  default = []
}

variable "appstream_endpoint_private_dns_enabled" {
  type    = bool
  default = false
}

variable "assign_generated_ipv6_cidr_block" {
  type    = bool
  default = false
}
