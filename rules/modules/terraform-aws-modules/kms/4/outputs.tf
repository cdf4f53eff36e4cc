output "key_arn" {
  value = try(aws_kms_key.this[0].arn, aws_kms_external_key.this[0].arn, aws_kms_replica_key.this[0].arn, aws_kms_replica_external_key.this[0].arn, null)
}

output "key_id" {
  value = try(aws_kms_key.this[0].key_id, aws_kms_external_key.this[0].id, aws_kms_replica_key.this[0].key_id, aws_kms_replica_external_key.this[0].key_id, null)
}

output "key_region" {
  value = terraform_data.unmodelled.id
}

output "key_policy" {
  value = try(aws_kms_key.this[0].policy, aws_kms_external_key.this[0].policy, aws_kms_replica_key.this[0].policy, aws_kms_replica_external_key.this[0].policy, null)
}

output "external_key_expiration_model" {
  value = terraform_data.unmodelled.id
}

output "external_key_state" {
  value = terraform_data.unmodelled.id
}

output "external_key_usage" {
  value = terraform_data.unmodelled.id
}

output "aliases" {
  value = aws_kms_alias.this
}

output "grants" {
  value     = terraform_data.unmodelled.id
  sensitive = true
}
