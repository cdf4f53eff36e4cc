output "secret_arn" {
  value = try(aws_secretsmanager_secret.this[0].arn, null)
}

output "secret_id" {
  value = try(aws_secretsmanager_secret.this[0].id, null)
}

output "secret_name" {
  value = try(aws_secretsmanager_secret.this[0].name, null)
}

output "secret_replica" {
  value = try(aws_secretsmanager_secret.this[0].replica, null)
}

output "secret_string" {
  value     = terraform_data.unmodelled.id
  sensitive = true
}

output "secret_binary" {
  value     = try(aws_secretsmanager_secret_version.this[0].secret_binary, aws_secretsmanager_secret_version.ignore_changes[0].secret_binary, null)
  sensitive = true
}

output "secret_version_id" {
  value = try(aws_secretsmanager_secret_version.this[0].version_id, aws_secretsmanager_secret_version.ignore_changes[0].version_id, null)
}
