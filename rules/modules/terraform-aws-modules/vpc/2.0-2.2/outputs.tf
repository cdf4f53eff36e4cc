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

output "vpc_secondary_cidr_blocks" {
  value = aws_vpc_ipv4_cidr_block_association.this.*.cidr_block
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

output "public_subnets" {
  value = aws_subnet.public.*.id
}

output "public_subnet_arns" {
  value = aws_subnet.public.*.arn
}

output "public_subnets_cidr_blocks" {
  value = aws_subnet.public.*.cidr_block
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

output "database_subnet_group" {
  value = concat(aws_db_subnet_group.database.*.id, [""])[0]
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

output "intra_subnets" {
  value = aws_subnet.intra.*.id
}

output "intra_subnet_arns" {
  value = aws_subnet.intra.*.arn
}

output "intra_subnets_cidr_blocks" {
  value = aws_subnet.intra.*.cidr_block
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

output "nat_ids" {
  value = aws_eip.nat.*.id
}

output "nat_public_ips" {
  value = aws_eip.nat.*.public_ip
}

output "natgw_ids" {
  value = aws_nat_gateway.this.*.id
}

output "igw_id" {
  value = concat(aws_internet_gateway.this.*.id, [""])[0]
}

output "vgw_id" {
  value = terraform_data.unmodelled.id
}

output "default_vpc_id" {
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

output "private_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "intra_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "database_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "redshift_network_acl_id" {
  value = terraform_data.unmodelled.id
}

output "elasticache_network_acl_id" {
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

output "vpc_endpoint_kms_id" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kms_network_interface_ids" {
  value = terraform_data.unmodelled.id
}

output "vpc_endpoint_kms_dns_entry" {
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

output "azs" {
  value = var.azs
}
