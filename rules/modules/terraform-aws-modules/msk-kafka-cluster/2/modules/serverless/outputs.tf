output "serverless_arn" {
  value = try(aws_msk_serverless_cluster.this[0].arn, null)
}

output "serverless_cluster_uuid" {
  value = try(aws_msk_serverless_cluster.this[0].cluster_uuid, null)
}
