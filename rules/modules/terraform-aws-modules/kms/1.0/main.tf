data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  # The statements written by default differ between these versions.
  policy = var.policy != null ? var.policy : terraform_data.unmodelled.id
}

resource "aws_kms_key" "this" {
  count = var.create && !var.create_external ? 1 : 0

  description              = var.description
  enable_key_rotation      = var.enable_key_rotation
  is_enabled               = var.is_enabled
  key_usage                = var.key_usage
  customer_master_key_spec = var.customer_master_key_spec
  multi_region             = var.multi_region
  deletion_window_in_days  = var.deletion_window_in_days
  policy                   = local.policy
  tags                     = var.tags
}

resource "aws_kms_external_key" "this" {
  count = var.create && var.create_external ? 1 : 0

  description  = var.description
  enabled      = var.is_enabled
  multi_region = var.multi_region
  policy       = local.policy
}

resource "aws_kms_alias" "this" {
  for_each = { for a in var.aliases : a => { name = a } if var.create }

  name          = var.aliases_use_name_prefix ? null : "alias/${each.value.name}"
  name_prefix   = var.aliases_use_name_prefix ? "alias/${each.value.name}-" : null
  target_key_id = try(aws_kms_key.this[0].key_id, aws_kms_external_key.this[0].id)
}

resource "terraform_data" "unmodelled" {}
