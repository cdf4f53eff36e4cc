resource "aws_cloudfront_distribution" "this" {
  count = var.create_distribution ? 1 : 0

  aliases    = var.aliases
  comment    = var.comment
  enabled    = var.enabled
  web_acl_id = var.web_acl_id
  tags       = var.tags

  dynamic "logging_config" {
    for_each = length(var.logging_config) > 0 ? [var.logging_config] : []

    content {
      bucket = logging_config.value.bucket
    }
  }

  dynamic "origin" {
    for_each = var.origin

    content {
      origin_id                = lookup(origin.value, "origin_id", origin.key)
      domain_name              = origin.value.domain_name
      origin_access_control_id = lookup(origin.value, "origin_access_control_id", try(aws_cloudfront_origin_access_control.this[origin.value.origin_access_control].id, null))

      dynamic "s3_origin_config" {
        for_each = length(lookup(origin.value, "s3_origin_config", {})) > 0 ? [origin.value.s3_origin_config] : []

        content {
          origin_access_identity = try(s3_origin_config.value.cloudfront_access_identity_path, aws_cloudfront_origin_access_identity.this[s3_origin_config.value.origin_access_identity].cloudfront_access_identity_path, null)
        }
      }

      dynamic "custom_origin_config" {
        for_each = length(lookup(origin.value, "custom_origin_config", {})) > 0 ? [origin.value.custom_origin_config] : []

        content {
          origin_protocol_policy = custom_origin_config.value.origin_protocol_policy
          origin_ssl_protocols   = custom_origin_config.value.origin_ssl_protocols
        }
      }
    }
  }

  default_cache_behavior {
    target_origin_id       = var.default_cache_behavior["target_origin_id"]
    viewer_protocol_policy = var.default_cache_behavior["viewer_protocol_policy"]
  }

  dynamic "ordered_cache_behavior" {
    for_each = var.ordered_cache_behavior

    content {
      path_pattern           = ordered_cache_behavior.value.path_pattern
      target_origin_id       = ordered_cache_behavior.value.target_origin_id
      viewer_protocol_policy = ordered_cache_behavior.value.viewer_protocol_policy
    }
  }

  viewer_certificate {
    acm_certificate_arn            = lookup(var.viewer_certificate, "acm_certificate_arn", null)
    cloudfront_default_certificate = lookup(var.viewer_certificate, "cloudfront_default_certificate", null)
    minimum_protocol_version       = lookup(var.viewer_certificate, "minimum_protocol_version", "TLSv1")
    ssl_support_method             = lookup(var.viewer_certificate, "ssl_support_method", null)
  }
}

resource "aws_cloudfront_origin_access_identity" "this" {
  for_each = { for k, v in var.origin_access_identities : k => v if var.create_origin_access_identity }

  comment = each.value
}

resource "aws_cloudfront_origin_access_control" "this" {
  for_each = { for k, v in var.origin_access_control : k => v if var.create_origin_access_control }

  name                              = try(coalesce(each.value.name, each.key), each.key)
  origin_access_control_origin_type = each.value["origin_type"]
  signing_behavior                  = each.value["signing_behavior"]
}

resource "terraform_data" "unmodelled" {}
