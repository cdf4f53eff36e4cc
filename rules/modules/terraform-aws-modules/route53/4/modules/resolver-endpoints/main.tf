resource "aws_route53_resolver_endpoint" "this" {
  count = var.create ? 1 : 0

  name                   = var.name
  direction              = var.direction
  resolver_endpoint_type = var.type
  security_group_ids     = var.create_security_group ? aws_security_group.this[*].id : var.security_group_ids

  dynamic "ip_address" {
    for_each = length(var.ip_address) > 0 ? var.ip_address : [for id in var.subnet_ids : { subnet_id = id }]

    content {
      subnet_id = ip_address.value.subnet_id
      ip        = try(ip_address.value.ip, null)
    }
  }
}

resource "aws_security_group" "this" {
  count = var.create && var.create_security_group ? 1 : 0

  name        = var.security_group_name_prefix == null ? coalesce(var.security_group_name, var.name) : null
  name_prefix = var.security_group_name_prefix
  description = var.security_group_description
  vpc_id      = var.vpc_id
}

resource "terraform_data" "unmodelled" {}
