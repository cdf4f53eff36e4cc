output "arn" {
  value = try(aws_iam_user.this[0].arn, null)
}

output "name" {
  value = try(aws_iam_user.this[0].name, null)
}

output "unique_id" {
  value = try(aws_iam_user.this[0].unique_id, null)
}

output "login_profile_password" {
  value     = terraform_data.unmodelled.id
  sensitive = true
}

output "login_profile_key_fingerprint" {
  value = terraform_data.unmodelled.id
}

output "login_profile_encrypted_password" {
  value = terraform_data.unmodelled.id
}

output "access_key_id" {
  value = try(aws_iam_access_key.this[0].id, null)
}

output "access_key_secret" {
  value     = try(aws_iam_access_key.this[0].secret, null)
  sensitive = true
}

output "access_key_fingerprint" {
  value = try(aws_iam_access_key.this[0].key_fingerprint, null)
}

output "access_key_encrypted_secret" {
  value = try(aws_iam_access_key.this[0].encrypted_secret, null)
}

output "access_key_ses_smtp_password_v4" {
  value     = try(aws_iam_access_key.this[0].ses_smtp_password_v4, null)
  sensitive = true
}

output "access_key_encrypted_ses_smtp_password_v4" {
  value = try(aws_iam_access_key.this[0].encrypted_ses_smtp_password_v4, null)
}

output "access_key_status" {
  value = try(aws_iam_access_key.this[0].status, null)
}

output "ssh_key_public_key_id" {
  value = terraform_data.unmodelled.id
}

output "ssh_key_fingerprint" {
  value = terraform_data.unmodelled.id
}
