data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  # Only the default statement is modelled; any other makes the policy unknown.
  default_only = var.enable_default_policy && !var.enable_route53_dnssec && length(var.key_statements) == 0 && alltrue([
    for l in [var.key_owners, var.key_administrators, var.key_users, var.key_service_users, var.key_service_roles_for_autoscaling, var.key_symmetric_encryption_users, var.key_hmac_users, var.key_asymmetric_public_encryption_users, var.key_asymmetric_sign_verify_users, var.source_policy_documents, var.override_policy_documents] : length(l) == 0
  ])

  policy = var.policy != null ? var.policy : local.default_only ? jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Default"
      Effect    = "Allow"
      Action    = "kms:*"
      Resource  = "*"
      Principal = { AWS = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root" }
    }]
  }) : terraform_data.unmodelled.id
}

resource "aws_kms_key" "this" {
  count = var.create && !var.create_external && !var.create_replica && !var.create_replica_external ? 1 : 0

  description              = var.description
  enable_key_rotation      = var.enable_key_rotation
  rotation_period_in_days  = var.rotation_period_in_days
  is_enabled               = var.is_enabled
  key_usage                = var.key_usage
  customer_master_key_spec = var.customer_master_key_spec
  multi_region             = var.multi_region
  deletion_window_in_days  = var.deletion_window_in_days
  policy                   = local.policy
  tags                     = var.tags
}

resource "aws_kms_external_key" "this" {
  count = var.create && var.create_external && !var.create_replica && !var.create_replica_external ? 1 : 0

  description  = var.description
  enabled      = var.is_enabled
  multi_region = var.multi_region
  policy       = local.policy
}

resource "aws_kms_replica_key" "this" {
  count = var.create && !var.create_external && var.create_replica && !var.create_replica_external ? 1 : 0

  description     = var.description
  enabled         = var.is_enabled
  primary_key_arn = var.primary_key_arn
  policy          = local.policy
}

resource "aws_kms_replica_external_key" "this" {
  count = var.create && !var.create_external && !var.create_replica && var.create_replica_external ? 1 : 0

  description     = var.description
  enabled         = var.is_enabled
  primary_key_arn = var.primary_external_key_arn
  policy          = local.policy
}

resource "aws_kms_alias" "this" {
  for_each = { for k, v in merge({ for a in var.aliases : a => { name = a } }, var.computed_aliases) : k => v if var.create }

  name        = var.aliases_use_name_prefix ? null : "alias/${each.value.name}"
  name_prefix = var.aliases_use_name_prefix ? "alias/${each.value.name}-" : null
  target_key_id = try(
    aws_kms_key.this[0].key_id,
    aws_kms_external_key.this[0].id,
    aws_kms_replica_key.this[0].key_id,
    aws_kms_replica_external_key.this[0].key_id,
  )
}

resource "terraform_data" "unmodelled" {}
