resource "aws_efs_file_system" "this" {
  count = var.create ? 1 : 0

  creation_token         = var.creation_token
  encrypted              = var.encrypted
  kms_key_id             = var.kms_key_arn
  availability_zone_name = var.availability_zone_name
  tags                   = merge(var.tags, { Name = var.name })
}

resource "aws_efs_mount_target" "this" {
  for_each = { for k, v in var.mount_targets : k => v if var.create }

  file_system_id = aws_efs_file_system.this[0].id
  subnet_id      = each.value.subnet_id
}

resource "aws_efs_file_system_policy" "this" {
  count = var.create && var.attach_policy ? 1 : 0

  file_system_id = aws_efs_file_system.this[0].id
  policy         = terraform_data.unmodelled.id
}

resource "aws_efs_backup_policy" "this" {
  count = var.create && var.create_backup_policy ? 1 : 0

  file_system_id = aws_efs_file_system.this[0].id

  backup_policy {
    status = var.enable_backup_policy ? "ENABLED" : "DISABLED"
  }
}

resource "aws_efs_access_point" "this" {
  for_each = { for k, v in var.access_points : k => v if var.create }

  file_system_id = aws_efs_file_system.this[0].id
}

resource "terraform_data" "unmodelled" {}
