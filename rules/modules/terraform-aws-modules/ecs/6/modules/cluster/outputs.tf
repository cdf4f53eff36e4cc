output "arn" {
  value = try(aws_ecs_cluster.this[0].arn, null)
}

output "id" {
  value = try(aws_ecs_cluster.this[0].id, null)
}

output "name" {
  value = try(aws_ecs_cluster.this[0].name, null)
}

output "cloudwatch_log_group_name" {
  value = terraform_data.unmodelled.id
}

output "cloudwatch_log_group_arn" {
  value = terraform_data.unmodelled.id
}

output "cluster_capacity_providers" {
  value = terraform_data.unmodelled.id
}

output "autoscaling_capacity_providers" {
  value = terraform_data.unmodelled.id
}

output "task_exec_iam_role_name" {
  value = try(aws_iam_role.task_exec[0].name, null)
}

output "task_exec_iam_role_arn" {
  value = try(aws_iam_role.task_exec[0].arn, null)
}

output "task_exec_iam_role_unique_id" {
  value = try(aws_iam_role.task_exec[0].unique_id, null)
}
