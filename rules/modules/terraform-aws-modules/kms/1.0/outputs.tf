output "key_arn" {
  value = try(aws_kms_key.this[0].arn, aws_kms_external_key.this[0].arn, null)
}

output "key_id" {
  value = try(aws_kms_key.this[0].key_id, aws_kms_external_key.this[0].id, null)
}

output "key_policy" {
  value = try(aws_kms_key.this[0].policy, aws_kms_external_key.this[0].policy, null)
}

output "external_key_expiration_model" {
  value = try(aws_kms_external_key.this[0].expiration_model, null)
}

output "external_key_state" {
  value = try(aws_kms_external_key.this[0].key_state, null)
}

output "external_key_usage" {
  value = try(aws_kms_external_key.this[0].key_usage, null)
}

output "aliases" {
  value = aws_kms_alias.this
}

output "grants" {
  value = terraform_data.unmodelled.id
}
