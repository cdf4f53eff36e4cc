data "aws_route53_zone" "this" {
  count = var.create && !var.create_zone ? 1 : 0

  name         = var.name
  private_zone = var.private_zone
  vpc_id       = var.vpc_id
}

locals {
  zone_id   = try(aws_route53_zone.this[0].id, aws_route53_zone.ignore_vpc[0].id, data.aws_route53_zone.this[0].id, null)
  zone_name = try(aws_route53_zone.this[0].name, aws_route53_zone.ignore_vpc[0].name, data.aws_route53_zone.this[0].name, null)
}

resource "aws_route53_zone" "this" {
  count = var.create && var.create_zone && !var.ignore_vpc ? 1 : 0

  name          = var.name
  comment       = var.comment
  force_destroy = var.force_destroy

  dynamic "vpc" {
    for_each = coalesce(var.vpc, {})

    content {
      vpc_id     = vpc.value.vpc_id
      vpc_region = vpc.value.vpc_region
    }
  }
}

resource "aws_route53_zone" "ignore_vpc" {
  count = var.create && var.create_zone && var.ignore_vpc ? 1 : 0

  name          = var.name
  comment       = var.comment
  force_destroy = var.force_destroy

  dynamic "vpc" {
    for_each = coalesce(var.vpc, {})

    content {
      vpc_id     = vpc.value.vpc_id
      vpc_region = vpc.value.vpc_region
    }
  }
}

resource "aws_route53_record" "this" {
  for_each = { for k, v in var.records : k => v if var.create }

  zone_id = local.zone_id
  name    = coalesce(each.value.full_name, try("${each.value.name}.${local.zone_name}", "${each.key}.${local.zone_name}"))
  type    = each.value.type
  ttl     = each.value.ttl
  records = each.value.records

  dynamic "alias" {
    for_each = each.value.alias == null ? [] : [each.value.alias]

    content {
      name    = alias.value.name
      zone_id = alias.value.zone_id == "self" ? local.zone_id : alias.value.zone_id
    }
  }
}

resource "terraform_data" "unmodelled" {}
