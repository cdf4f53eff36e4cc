output "vpc_id" {
  value = concat(aws_vpc.this.*.id, [""])[0]
}

output "vpc_arn" {
  value = concat(aws_vpc.this.*.arn, [""])[0]
}

output "vpc_cidr_block" {
  value = concat(aws_vpc.this.*.cidr_block, [""])[0]
}

output "default_security_group_id" {
  value = concat(aws_vpc.this.*.default_security_group_id, [""])[0]
}

output "default_network_acl_id" {
  value = concat(aws_vpc.this.*.default_network_acl_id, [""])[0]
}

output "default_route_table_id" {
  value = concat(aws_vpc.this.*.default_route_table_id, [""])[0]
}

output "vpc_instance_tenancy" {
  value = concat(aws_vpc.this.*.instance_tenancy, [""])[0]
}

output "vpc_enable_dns_support" {
  value = concat(aws_vpc.this.*.enable_dns_support, [""])[0]
}

output "vpc_enable_dns_hostnames" {
  value = concat(aws_vpc.this.*.enable_dns_hostnames, [""])[0]
}

output "vpc_main_route_table_id" {
  value = concat(aws_vpc.this.*.main_route_table_id, [""])[0]
}

output "vpc_ipv6_association_id" {
  value = concat(aws_vpc.this.*.ipv6_association_id, [""])[0]
}

output "vpc_ipv6_cidr_block" {
  value = concat(aws_vpc.this.*.ipv6_cidr_block, [""])[0]
}

output "vpc_secondary_cidr_blocks" {
  value = aws_vpc_ipv4_cidr_block_association.this.*.cidr_block
}

output "vpc_owner_id" {
  value = concat(aws_vpc.this.*.owner_id, [""])[0]
}

output "private_subnets" {
  value = aws_subnet.private.*.id
}

output "private_subnet_arns" {
  value = aws_subnet.private.*.arn
}

output "private_subnets_cidr_blocks" {
  value = aws_subnet.private.*.cidr_block
}

output "private_subnets_ipv6_cidr_blocks" {
  value = aws_subnet.private.*.ipv6_cidr_block
}

output "public_subnets" {
  value = aws_subnet.public.*.id
}

output "public_subnet_arns" {
  value = aws_subnet.public.*.arn
}

output "public_subnets_cidr_blocks" {
  value = aws_subnet.public.*.cidr_block
}

output "public_subnets_ipv6_cidr_blocks" {
  value = aws_subnet.public.*.ipv6_cidr_block
}

output "outpost_subnets" {
  value = aws_subnet.outpost.*.id
}

output "outpost_subnet_arns" {
  value = aws_subnet.outpost.*.arn
}

output "outpost_subnets_cidr_blocks" {
  value = aws_subnet.outpost.*.cidr_block
}

output "outpost_subnets_ipv6_cidr_blocks" {
  value = aws_subnet.outpost.*.ipv6_cidr_block
}

output "database_subnets" {
  value = aws_subnet.database.*.id
}

output "database_subnet_arns" {
  value = aws_subnet.database.*.arn
}

output "database_subnets_cidr_blocks" {
  value = aws_subnet.database.*.cidr_block
}

output "database_subnets_ipv6_cidr_blocks" {
  value = aws_subnet.database.*.ipv6_cidr_block
}

output "database_subnet_group" {
  value = concat(aws_db_subnet_group.database.*.id, [""])[0]
}

output "database_subnet_group_name" {
  value = concat(aws_db_subnet_group.database.*.name, [""])[0]
}

output "redshift_subnets" {
  value = aws_subnet.redshift.*.id
}

output "redshift_subnet_arns" {
  value = aws_subnet.redshift.*.arn
}

output "redshift_subnets_cidr_blocks" {
  value = aws_subnet.redshift.*.cidr_block
}

output "redshift_subnets_ipv6_cidr_blocks" {
  value = aws_subnet.redshift.*.ipv6_cidr_block
}

output "redshift_subnet_group" {
  value = concat(aws_redshift_subnet_group.redshift.*.id, [""])[0]
}

output "elasticache_subnets" {
  value = aws_subnet.elasticache.*.id
}

output "elasticache_subnet_arns" {
  value = aws_subnet.elasticache.*.arn
}

output "elasticache_subnets_cidr_blocks" {
  value = aws_subnet.elasticache.*.cidr_block
}

output "elasticache_subnets_ipv6_cidr_blocks" {
  value = aws_subnet.elasticache.*.ipv6_cidr_block
}

output "intra_subnets" {
  value = aws_subnet.intra.*.id
}

output "intra_subnet_arns" {
  value = aws_subnet.intra.*.arn
}

output "intra_subnets_cidr_blocks" {
  value = aws_subnet.intra.*.cidr_block
}

output "intra_subnets_ipv6_cidr_blocks" {
  value = aws_subnet.intra.*.ipv6_cidr_block
}

output "elasticache_subnet_group" {
  value = concat(aws_elasticache_subnet_group.elasticache.*.id, [""])[0]
}

output "elasticache_subnet_group_name" {
  value = concat(aws_elasticache_subnet_group.elasticache.*.name, [""])[0]
}

output "public_route_table_ids" {
  value = aws_route_table.public.*.id
}

output "private_route_table_ids" {
  value = aws_route_table.private.*.id
}

output "database_route_table_ids" {
  value = length(aws_route_table.database.*.id) > 0 ? aws_route_table.database.*.id : aws_route_table.private.*.id
}

output "redshift_route_table_ids" {
  value = length(aws_route_table.redshift.*.id) > 0 ? aws_route_table.redshift.*.id : aws_route_table.private.*.id
}

output "elasticache_route_table_ids" {
  value = length(aws_route_table.elasticache.*.id) > 0 ? aws_route_table.elasticache.*.id : aws_route_table.private.*.id
}

output "intra_route_table_ids" {
  value = aws_route_table.intra.*.id
}

output "public_internet_gateway_route_id" {
  value = concat(aws_route.public_internet_gateway.*.id, [""])[0]
}

output "public_internet_gateway_ipv6_route_id" {
  value = concat(aws_route.public_internet_gateway_ipv6.*.id, [""])[0]
}

output "database_internet_gateway_route_id" {
  value = concat(aws_route.database_internet_gateway.*.id, [""])[0]
}

output "database_nat_gateway_route_ids" {
  value = aws_route.database_nat_gateway.*.id
}

output "database_ipv6_egress_route_id" {
  value = terraform_data.unmodelled.id
}

output "private_nat_gateway_route_ids" {
  value = aws_route.private_nat_gateway.*.id
}

output "private_ipv6_egress_route_ids" {
  value = terraform_data.unmodelled.id
}

output "private_route_table_association_ids" {
  value = aws_route_table_association.private.*.id
}

output "database_route_table_association_ids" {
  value = aws_route_table_association.database.*.id
}

output "redshift_route_table_association_ids" {
  value = aws_route_table_association.redshift.*.id
}

output "redshift_public_route_table_association_ids" {
  value = aws_route_table_association.redshift_public.*.id
}

output "elasticache_route_table_association_ids" {
  value = aws_route_table_association.elasticache.*.id
}

output "intra_route_table_association_ids" {
  value = aws_route_table_association.intra.*.id
}

output "public_route_table_association_ids" {
  value = aws_route_table_association.public.*.id
}

output "nat_ids" {
  value = aws_eip.nat.*.id
}

output "nat_public_ips" {
  value = var.reuse_nat_ips ? var.external_nat_ips : aws_eip.nat.*.public_ip
}

output "natgw_ids" {
  value = aws_nat_gateway.this.*.id
}

output "igw_id" {
  value = concat(aws_internet_gateway.this.*.id, [""])[0]
}

output "igw_arn" {
  value = concat(aws_internet_gateway.this.*.arn, [""])[0]
}

output "egress_only_internet_gateway_id" {
  value = terraform_data.unmodelled.id
}

output "cgw_ids" {
  value = terraform_data.unmodelled.id
}

output "cgw_arns" {
  value = terraform_data.unmodelled.id
}

output "this_customer_gateway" {
  value = terraform_data.unmodelled.id
}

output "vgw_id" {
  value = terraform_data.unmodelled.id
}

output "vgw_arn" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_id" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_arn" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_cidr_block" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_default_security_group_id" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_default_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_default_route_table_id" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_instance_tenancy" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_enable_dns_support" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_enable_dns_hostnames" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_main_route_table_id" {
  value = terraform_data.unmodelled.id
}

output "public_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "public_network_acl_arn" {
  value = terraform_data.unmodelled.id
}

output "private_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "private_network_acl_arn" {
  value = terraform_data.unmodelled.id
}

output "outpost_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "outpost_network_acl_arn" {
  value = terraform_data.unmodelled.id
}

output "intra_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "intra_network_acl_arn" {
  value = terraform_data.unmodelled.id
}

output "database_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "database_network_acl_arn" {
  value = terraform_data.unmodelled.id
}

output "redshift_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "redshift_network_acl_arn" {
  value = terraform_data.unmodelled.id
}

output "elasticache_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "elasticache_network_acl_arn" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_s3_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_s3_pl_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_dynamodb_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_dynamodb_pl_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sqs_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sqs_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sqs_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_lambda_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_lambda_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_lambda_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codebuild_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codebuild_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codebuild_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codecommit_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codecommit_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codecommit_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_git_codecommit_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_git_codecommit_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_git_codecommit_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_config_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_config_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_config_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_secretsmanager_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_secretsmanager_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_secretsmanager_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ssm_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ssm_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ssm_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ssmmessages_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ssmmessages_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ssmmessages_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ec2_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ec2_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ec2_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ec2messages_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ec2messages_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ec2messages_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ec2_autoscaling_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ec2_autoscaling_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ec2_autoscaling_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_transferserver_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_transferserver_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_transferserver_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_glue_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_glue_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_glue_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kms_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kms_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kms_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kinesis_firehose_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kinesis_firehose_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kinesis_firehose_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kinesis_streams_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kinesis_streams_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kinesis_streams_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecr_api_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecr_api_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecr_api_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecr_dkr_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecr_dkr_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecr_dkr_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_apigw_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_apigw_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_apigw_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecs_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecs_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecs_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecs_agent_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecs_agent_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecs_agent_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecs_telemetry_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecs_telemetry_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ecs_telemetry_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sns_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sns_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sns_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_monitoring_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_monitoring_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_monitoring_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_logs_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_logs_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_logs_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_events_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_events_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_events_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticloadbalancing_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticloadbalancing_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticloadbalancing_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_cloudtrail_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_cloudtrail_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_cloudtrail_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sts_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sts_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sts_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_cloudformation_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_cloudformation_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_cloudformation_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codepipeline_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codepipeline_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codepipeline_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_appmesh_envoy_management_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_appmesh_envoy_management_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_appmesh_envoy_management_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_servicecatalog_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_servicecatalog_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_servicecatalog_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_storagegateway_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_storagegateway_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_storagegateway_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_transfer_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_transfer_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_transfer_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sagemaker_api_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sagemaker_api_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sagemaker_api_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sagemaker_runtime_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sagemaker_runtime_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sagemaker_runtime_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_appstream_api_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_appstream_api_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_appstream_api_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_appstream_streaming_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_appstream_streaming_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_appstream_streaming_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_athena_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_athena_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_athena_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_rekognition_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_rekognition_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_rekognition_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_efs_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_efs_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_efs_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_cloud_directory_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_cloud_directory_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_cloud_directory_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticmapreduce_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticmapreduce_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticmapreduce_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sms_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sms_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_sms_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_states_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_states_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_states_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elastic_inference_runtime_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elastic_inference_runtime_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elastic_inference_runtime_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticbeanstalk_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticbeanstalk_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticbeanstalk_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticbeanstalk_health_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticbeanstalk_health_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_elasticbeanstalk_health_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_workspaces_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_workspaces_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_workspaces_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_auto_scaling_plans_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_auto_scaling_plans_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_auto_scaling_plans_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ebs_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ebs_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ebs_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_qldb_session_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_qldb_session_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_qldb_session_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_datasync_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_datasync_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_datasync_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_access_analyzer_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_access_analyzer_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_access_analyzer_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_acm_pca_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_acm_pca_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_acm_pca_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ses_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ses_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_ses_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_textract_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_textract_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_textract_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codeartifact_api_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codeartifact_api_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codeartifact_api_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codeartifact_repositories_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codeartifact_repositories_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_codeartifact_repositories_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_dms_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_dms_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_dms_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_rds_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_rds_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_rds_dns_entry" {
  value = terraform_data.unmodelled.id
}

output "vpc_flow_log_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_flow_log_destination_arn" {
  value = terraform_data.unmodelled.id
}

output "vpc_flow_log_destination_type" {
  value = var.flow_log_destination_type
}

output "vpc_flow_log_cloudwatch_iam_role_arn" {
  value = terraform_data.unmodelled.id
}

output "azs" {
  value = var.azs
}

output "name" {
  value = var.name
}
