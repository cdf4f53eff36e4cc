output "admin_iam_role_arn" {
  value = try(aws_iam_role.admin[0].arn, "")
}

output "admin_iam_role_name" {
  value = try(aws_iam_role.admin[0].name, "")
}

output "admin_iam_role_path" {
  value = try(aws_iam_role.admin[0].path, "")
}

output "admin_iam_role_unique_id" {
  value = try(aws_iam_role.admin[0].unique_id, "")
}

output "admin_iam_role_requires_mfa" {
  value = var.admin_role_requires_mfa
}

output "poweruser_iam_role_arn" {
  value = try(aws_iam_role.poweruser[0].arn, "")
}

output "poweruser_iam_role_name" {
  value = try(aws_iam_role.poweruser[0].name, "")
}

output "poweruser_iam_role_path" {
  value = try(aws_iam_role.poweruser[0].path, "")
}

output "poweruser_iam_role_unique_id" {
  value = try(aws_iam_role.poweruser[0].unique_id, "")
}

output "poweruser_iam_role_requires_mfa" {
  value = var.poweruser_role_requires_mfa
}

output "readonly_iam_role_arn" {
  value = try(aws_iam_role.readonly[0].arn, "")
}

output "readonly_iam_role_name" {
  value = try(aws_iam_role.readonly[0].name, "")
}

output "readonly_iam_role_path" {
  value = try(aws_iam_role.readonly[0].path, "")
}

output "readonly_iam_role_unique_id" {
  value = try(aws_iam_role.readonly[0].unique_id, "")
}

output "readonly_iam_role_requires_mfa" {
  value = var.readonly_role_requires_mfa
}
