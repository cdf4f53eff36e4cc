output "cluster_arn" {
  value = try(aws_ecs_cluster.this[0].arn, null)
}

output "cluster_id" {
  value = try(aws_ecs_cluster.this[0].id, null)
}

output "cluster_name" {
  value = try(aws_ecs_cluster.this[0].name, null)
}

output "cluster_capacity_providers" {
  value = terraform_data.unmodelled.id
}

output "autoscaling_capacity_providers" {
  value = terraform_data.unmodelled.id
}
