locals {
  own_version = var.enable_rotation || var.ignore_secret_changes
}

resource "aws_secretsmanager_secret" "this" {
  count = var.create ? 1 : 0

  name                    = var.name
  name_prefix             = var.name_prefix
  description             = var.description
  kms_key_id              = var.kms_key_id
  recovery_window_in_days = var.recovery_window_in_days
  tags                    = var.tags

  dynamic "replica" {
    for_each = var.replica

    content {
      kms_key_id = try(replica.value.kms_key_id, null)
      region     = try(replica.value.region, replica.key)
    }
  }
}

resource "aws_secretsmanager_secret_policy" "this" {
  count = var.create && var.create_policy ? 1 : 0

  secret_arn          = aws_secretsmanager_secret.this[0].arn
  policy              = terraform_data.unmodelled.id
  block_public_policy = var.block_public_policy
}

# What the secret is never matters here, only where it is.
resource "aws_secretsmanager_secret_version" "this" {
  count = var.create && !local.own_version ? 1 : 0

  secret_id      = aws_secretsmanager_secret.this[0].id
  version_stages = var.version_stages
}

resource "aws_secretsmanager_secret_version" "ignore_changes" {
  count = var.create && local.own_version ? 1 : 0

  secret_id      = aws_secretsmanager_secret.this[0].id
  version_stages = var.version_stages
}

resource "aws_secretsmanager_secret_rotation" "this" {
  count = var.create && var.enable_rotation ? 1 : 0

  secret_id           = aws_secretsmanager_secret.this[0].id
  rotation_lambda_arn = var.rotation_lambda_arn
}

resource "terraform_data" "unmodelled" {}
