output "arn" {
  value = try(aws_efs_file_system.this[0].arn, null)
}

output "id" {
  value = try(aws_efs_file_system.this[0].id, null)
}

output "dns_name" {
  value = try(aws_efs_file_system.this[0].dns_name, null)
}

output "size_in_bytes" {
  value = try(aws_efs_file_system.this[0].size_in_bytes, null)
}

output "mount_targets" {
  value = aws_efs_mount_target.this
}

output "security_group_arn" {
  value = terraform_data.unmodelled.id
}

output "security_group_id" {
  value = terraform_data.unmodelled.id
}

output "access_points" {
  value = aws_efs_access_point.this
}

output "replication_configuration_destination_file_system_id" {
  value = terraform_data.unmodelled.id
}
