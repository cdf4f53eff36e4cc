locals {
  create_certificate = var.create_certificate && var.putin_khuylo
  records_only       = var.create_route53_records_only && var.putin_khuylo
  make_records       = var.validation_method == "DNS" && var.create_route53_records && (local.create_certificate && var.validate_certificate || local.records_only)

  # Names with and without a leading star are validated by one record.
  distinct_domain_names = coalescelist(var.distinct_domain_names, distinct([for name in concat([var.domain_name], var.subject_alternative_names) : replace(name, "*.", "")]))
}

resource "aws_acm_certificate" "this" {
  count = local.create_certificate ? 1 : 0

  domain_name               = var.domain_name
  subject_alternative_names = var.subject_alternative_names
  validation_method         = var.validation_method
  key_algorithm             = var.key_algorithm
  tags                      = var.tags

  options {
    certificate_transparency_logging_preference = var.certificate_transparency_logging_preference ? "ENABLED" : "DISABLED"
  }
}

resource "aws_route53_record" "validation" {
  count = local.make_records ? length(local.distinct_domain_names) : 0

  zone_id = var.zone_id
  ttl     = var.dns_ttl
}

resource "aws_acm_certificate_validation" "this" {
  count = local.create_certificate && var.validation_method != "NONE" && var.validate_certificate && var.wait_for_validation ? 1 : 0

  certificate_arn = aws_acm_certificate.this[0].arn
}

resource "terraform_data" "unmodelled" {}
