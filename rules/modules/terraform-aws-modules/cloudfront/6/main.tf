resource "aws_cloudfront_distribution" "this" {
  count = var.create ? 1 : 0

  aliases    = var.aliases
  comment    = var.comment
  enabled    = var.enabled
  web_acl_id = var.web_acl_id
  tags       = var.tags

  dynamic "logging_config" {
    for_each = var.logging_config == null ? [] : [var.logging_config]

    content {
      bucket = logging_config.value.bucket
    }
  }

  dynamic "origin" {
    for_each = var.origin

    content {
      origin_id                = coalesce(origin.value.origin_id, origin.key)
      domain_name              = origin.value.domain_name
      origin_access_control_id = try(coalesce(origin.value.origin_access_control_id, try(aws_cloudfront_origin_access_control.this[origin.value.origin_access_control_key].id, null)), null)

      dynamic "custom_origin_config" {
        for_each = origin.value.custom_origin_config == null ? [] : [origin.value.custom_origin_config]

        content {
          origin_protocol_policy = custom_origin_config.value.origin_protocol_policy
          origin_ssl_protocols   = custom_origin_config.value.origin_ssl_protocols
        }
      }
    }
  }

  default_cache_behavior {
    target_origin_id       = var.default_cache_behavior.target_origin_id
    viewer_protocol_policy = var.default_cache_behavior.viewer_protocol_policy
  }

  dynamic "ordered_cache_behavior" {
    for_each = coalesce(var.ordered_cache_behavior, [])

    content {
      path_pattern           = ordered_cache_behavior.value.path_pattern
      target_origin_id       = ordered_cache_behavior.value.target_origin_id
      viewer_protocol_policy = ordered_cache_behavior.value.viewer_protocol_policy
    }
  }

  viewer_certificate {
    acm_certificate_arn            = var.viewer_certificate.acm_certificate_arn
    cloudfront_default_certificate = var.viewer_certificate.cloudfront_default_certificate
    minimum_protocol_version       = var.viewer_certificate.minimum_protocol_version
    ssl_support_method             = var.viewer_certificate.ssl_support_method
  }
}

resource "aws_cloudfront_origin_access_control" "this" {
  for_each = coalesce(var.origin_access_control, {})

  name                              = coalesce(each.value.name, each.key)
  origin_access_control_origin_type = each.value.origin_type
  signing_behavior                  = each.value.signing_behavior
}

resource "aws_cloudfront_vpc_origin" "this" {
  for_each = coalesce(var.vpc_origin, {})

  vpc_origin_endpoint_config {
    name                   = coalesce(each.value.name, each.key)
    arn                    = each.value.arn
    origin_protocol_policy = each.value.origin_protocol_policy
  }
}

resource "terraform_data" "unmodelled" {}
