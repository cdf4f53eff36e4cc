data "aws_caller_identity" "current" {
  count = var.create ? 1 : 0
}

data "aws_partition" "current" {
  count = var.create ? 1 : 0
}

locals {
  kms         = var.encryption_type == "KMS"
  create_role = var.create && var.create_iam_role && (local.kms || length(var.resource_tags) > 0)
  role_name   = try(coalesce(var.iam_role_name, var.prefix), "")
}

resource "aws_ecr_repository_creation_template" "this" {
  count = var.create ? 1 : 0

  prefix               = var.prefix
  applied_for          = var.applied_for
  image_tag_mutability = var.image_tag_mutability
  custom_role_arn      = local.create_role ? aws_iam_role.this[0].arn : var.custom_role_arn

  dynamic "encryption_configuration" {
    for_each = var.encryption_type == null ? [] : [1]

    content {
      encryption_type = var.encryption_type
      kms_key         = local.kms ? var.kms_key_arn : null
    }
  }
}

resource "aws_ecr_pull_through_cache_rule" "this" {
  count = var.create && var.create_pull_through_cache_rule ? 1 : 0

  ecr_repository_prefix = var.prefix
  upstream_registry_url = var.upstream_registry_url
  credential_arn        = var.credential_arn
}

resource "aws_iam_role" "this" {
  count = local.create_role ? 1 : 0

  name        = var.iam_role_use_name_prefix ? null : local.role_name
  name_prefix = var.iam_role_use_name_prefix ? "${local.role_name}-" : null
  path        = var.iam_role_path
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ECRServiceAssumeRole"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecr.amazonaws.com" }
    }]
  })
}

resource "terraform_data" "unmodelled" {}
