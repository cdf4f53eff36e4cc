output "cluster_id" {
  value = local.cluster_id
}

output "cluster_arn" {
  value = local.cluster_arn
}

output "cluster_certificate_authority_data" {
  value = local.cluster_auth_base64
}

output "cluster_endpoint" {
  value = local.cluster_endpoint
}

output "cluster_version" {
  value = element(concat(aws_eks_cluster.this[*].version, [""]), 0)
}

output "cluster_security_group_id" {
  value = local.cluster_security_group_id
}

output "config_map_aws_auth" {
  value = terraform_data.unmodelled.id
}

output "cluster_iam_role_name" {
  value = local.cluster_iam_role_name
}

output "cluster_iam_role_arn" {
  value = local.cluster_iam_role_arn
}

output "cluster_oidc_issuer_url" {
  value = local.cluster_oidc_issuer_url
}

output "cluster_primary_security_group_id" {
  value = local.cluster_primary_security_group_id
}

output "cloudwatch_log_group_name" {
  value = element(concat(aws_cloudwatch_log_group.this[*].name, [""]), 0)
}

output "cloudwatch_log_group_arn" {
  value = element(concat(aws_cloudwatch_log_group.this[*].arn, [""]), 0)
}

output "kubeconfig" {
  value = terraform_data.unmodelled.id
}

output "kubeconfig_filename" {
  value = terraform_data.unmodelled.id
}

output "oidc_provider_arn" {
  value = var.enable_irsa ? concat(aws_iam_openid_connect_provider.oidc_provider[*].arn, [""])[0] : null
}

output "workers_asg_arns" {
  value = concat(
    aws_autoscaling_group.workers.*.arn,
    aws_autoscaling_group.workers_launch_template.*.arn,
  )
}

output "workers_asg_names" {
  value = concat(
    aws_autoscaling_group.workers.*.id,
    aws_autoscaling_group.workers_launch_template.*.id,
  )
}

output "workers_user_data" {
  value = terraform_data.unmodelled.id
}

output "workers_default_ami_id" {
  value = terraform_data.unmodelled.id
}

output "workers_default_ami_id_windows" {
  value = terraform_data.unmodelled.id
}

output "workers_launch_template_ids" {
  value = aws_launch_template.workers_launch_template.*.id
}

output "workers_launch_template_arns" {
  value = aws_launch_template.workers_launch_template.*.arn
}

output "workers_launch_template_latest_versions" {
  value = aws_launch_template.workers_launch_template.*.latest_version
}

output "worker_security_group_id" {
  value = local.worker_security_group_id
}

output "worker_iam_instance_profile_arns" {
  value = concat(
    aws_iam_instance_profile.workers.*.arn,
    aws_iam_instance_profile.workers_launch_template.*.arn
  )
}

output "worker_iam_instance_profile_names" {
  value = concat(
    aws_iam_instance_profile.workers.*.name,
    aws_iam_instance_profile.workers_launch_template.*.name
  )
}

output "worker_iam_role_name" {
  value = var.manage_worker_iam_resources ? try(aws_iam_role.workers[0].name, "") : terraform_data.unmodelled.id
}

output "worker_iam_role_arn" {
  value = var.manage_worker_iam_resources ? try(aws_iam_role.workers[0].arn, "") : terraform_data.unmodelled.id
}

output "fargate_profile_ids" {
  value = module.fargate.fargate_profile_ids
}

output "fargate_profile_arns" {
  value = module.fargate.fargate_profile_arns
}

output "fargate_iam_role_name" {
  value = module.fargate.iam_role_name
}

output "fargate_iam_role_arn" {
  value = module.fargate.iam_role_arn
}

output "node_groups" {
  value = module.node_groups.node_groups
}

output "security_group_rule_cluster_https_worker_ingress" {
  value = terraform_data.unmodelled.id
}
