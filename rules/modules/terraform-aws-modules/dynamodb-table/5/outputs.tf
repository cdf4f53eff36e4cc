output "dynamodb_table_arn" {
  value = local.dynamodb_table_arn
}

output "dynamodb_table_id" {
  value = try(aws_dynamodb_table.this[0].id, aws_dynamodb_table.autoscaled[0].id, aws_dynamodb_table.autoscaled_gsi_ignore[0].id, "")
}

output "dynamodb_table_stream_arn" {
  value = try(aws_dynamodb_table.this[0].stream_arn, aws_dynamodb_table.autoscaled[0].stream_arn, aws_dynamodb_table.autoscaled_gsi_ignore[0].stream_arn, "")
}

output "dynamodb_table_stream_label" {
  value = try(aws_dynamodb_table.this[0].stream_label, aws_dynamodb_table.autoscaled[0].stream_label, aws_dynamodb_table.autoscaled_gsi_ignore[0].stream_label, "")
}

output "dynamodb_table_replicas" {
  value = terraform_data.unmodelled.id
}

output "dynamodb_table_replica_arns" {
  value = terraform_data.unmodelled.id
}

output "dynamodb_table_replica_stream_arns" {
  value = terraform_data.unmodelled.id
}

output "dynamodb_table_replica_stream_labels" {
  value = terraform_data.unmodelled.id
}
