output "iam_user_name" {
  value = try(aws_iam_user.this[0].name, "")
}

output "iam_user_arn" {
  value = try(aws_iam_user.this[0].arn, "")
}

output "iam_user_unique_id" {
  value = try(aws_iam_user.this[0].unique_id, "")
}

output "iam_user_login_profile_key_fingerprint" {
  value = terraform_data.unmodelled.id
}

output "iam_user_login_profile_encrypted_password" {
  value = terraform_data.unmodelled.id
}

output "iam_user_login_profile_password" {
  value     = terraform_data.unmodelled.id
  sensitive = true
}

output "iam_access_key_id" {
  value = try(aws_iam_access_key.this[0].id, aws_iam_access_key.this_no_pgp[0].id, "")
}

output "iam_access_key_secret" {
  value     = try(aws_iam_access_key.this_no_pgp[0].secret, "")
  sensitive = true
}

output "iam_access_key_key_fingerprint" {
  value = try(aws_iam_access_key.this[0].key_fingerprint, "")
}

output "iam_access_key_encrypted_secret" {
  value = try(aws_iam_access_key.this[0].encrypted_secret, "")
}

output "iam_access_key_ses_smtp_password_v4" {
  value     = try(aws_iam_access_key.this_no_pgp[0].ses_smtp_password_v4, "")
  sensitive = true
}

output "iam_access_key_encrypted_ses_smtp_password_v4" {
  value = try(aws_iam_access_key.this[0].encrypted_ses_smtp_password_v4, "")
}

output "iam_access_key_status" {
  value = try(aws_iam_access_key.this[0].status, aws_iam_access_key.this_no_pgp[0].status, "")
}

output "pgp_key" {
  value = var.pgp_key
}

output "keybase_password_decrypt_command" {
  value = terraform_data.unmodelled.id
}

output "keybase_password_pgp_message" {
  value = terraform_data.unmodelled.id
}

output "keybase_secret_key_decrypt_command" {
  value = terraform_data.unmodelled.id
}

output "keybase_secret_key_pgp_message" {
  value = terraform_data.unmodelled.id
}

output "keybase_ses_smtp_password_v4_decrypt_command" {
  value = terraform_data.unmodelled.id
}

output "keybase_ses_smtp_password_v4_pgp_message" {
  value = terraform_data.unmodelled.id
}

output "iam_user_ssh_key_ssh_public_key_id" {
  value = terraform_data.unmodelled.id
}

output "iam_user_ssh_key_fingerprint" {
  value = terraform_data.unmodelled.id
}

output "policy_arns" {
  value = terraform_data.unmodelled.id
}
