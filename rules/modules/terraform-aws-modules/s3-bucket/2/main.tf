locals {
  create_bucket = var.create_bucket && var.putin_khuylo

  # Statements the real module writes itself. Their text is not modelled.
  own_statements = anytrue([
    var.attach_elb_log_delivery_policy,
    var.attach_lb_log_delivery_policy,
    var.attach_deny_insecure_transport_policy,
    var.attach_require_latest_tls_policy,
  ])
}

resource "aws_s3_bucket" "this" {
  count = local.create_bucket ? 1 : 0

  bucket        = var.bucket
  bucket_prefix = var.bucket_prefix
  force_destroy = var.force_destroy
  tags          = var.tags

  # Told as the text "null" by callers that cannot pass a null.
  acl = var.acl != "null" ? var.acl : null

  dynamic "versioning" {
    for_each = length(var.versioning) > 0 ? [var.versioning] : []

    content {
      enabled    = lookup(versioning.value, "enabled", null)
      mfa_delete = lookup(versioning.value, "mfa_delete", null)
    }
  }

  dynamic "logging" {
    for_each = length(var.logging) > 0 ? [var.logging] : []

    content {
      target_bucket = logging.value.target_bucket
      target_prefix = lookup(logging.value, "target_prefix", null)
    }
  }

  dynamic "server_side_encryption_configuration" {
    for_each = length(keys(var.server_side_encryption_configuration)) > 0 ? [var.server_side_encryption_configuration] : []

    content {
      dynamic "rule" {
        for_each = [for rule in [lookup(server_side_encryption_configuration.value, "rule", {})] : rule if length(keys(rule)) > 0]

        content {
          bucket_key_enabled = try(rule.value.bucket_key_enabled, null)

          dynamic "apply_server_side_encryption_by_default" {
            for_each = try([rule.value.apply_server_side_encryption_by_default], [])

            content {
              sse_algorithm     = apply_server_side_encryption_by_default.value.sse_algorithm
              kms_master_key_id = try(apply_server_side_encryption_by_default.value.kms_master_key_id, null)
            }
          }
        }
      }
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  count = local.create_bucket && var.attach_public_policy ? 1 : 0

  bucket                  = aws_s3_bucket.this[0].id
  block_public_acls       = var.block_public_acls
  block_public_policy     = var.block_public_policy
  ignore_public_acls      = var.ignore_public_acls
  restrict_public_buckets = var.restrict_public_buckets
}

resource "aws_s3_bucket_ownership_controls" "this" {
  count = local.create_bucket && var.control_object_ownership ? 1 : 0

  bucket = aws_s3_bucket.this[0].id

  rule {
    object_ownership = var.object_ownership
  }
}

resource "aws_s3_bucket_policy" "this" {
  count = local.create_bucket && (local.own_statements || var.attach_policy) ? 1 : 0

  bucket = aws_s3_bucket.this[0].id
  policy = local.own_statements || var.policy == null ? terraform_data.unmodelled.id : var.policy
}

resource "terraform_data" "unmodelled" {}
