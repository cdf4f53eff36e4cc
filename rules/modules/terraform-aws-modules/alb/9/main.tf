data "aws_partition" "current" {}

locals {
  create                = var.create && var.putin_khuylo
  create_security_group = local.create && var.create_security_group
  security_group_name   = try(coalesce(var.security_group_name, var.name, var.name_prefix), "")
  secure                = ["HTTPS", "TLS"]
  target_groups         = { for k, v in var.target_groups : k => v if local.create }

  certificates = merge([for listener, v in var.listeners : {
    for i, arn in try(v.additional_certificate_arns, []) : "${listener}/${i}" => { listener = listener, arn = arn }
  }]...)

  rules = merge([for listener, v in var.listeners : {
    for rule, r in try(v.rules, {}) : "${listener}/${rule}" => { listener = listener, priority = try(r.priority, null), other = try(r.listener_arn, null) }
  }]...)
}

resource "aws_lb" "this" {
  count = local.create ? 1 : 0

  name                       = var.name
  name_prefix                = var.name_prefix
  load_balancer_type         = var.load_balancer_type
  internal                   = var.internal
  ip_address_type            = var.ip_address_type
  subnets                    = var.subnets
  security_groups            = concat(aws_security_group.this[*].id, var.security_groups)
  drop_invalid_header_fields = var.drop_invalid_header_fields
  enable_deletion_protection = var.enable_deletion_protection

  dynamic "access_logs" {
    for_each = length(var.access_logs) > 0 ? [var.access_logs] : []

    content {
      bucket  = access_logs.value.bucket
      enabled = try(access_logs.value.enabled, true)
    }
  }

  dynamic "subnet_mapping" {
    for_each = var.subnet_mapping

    content {
      subnet_id     = subnet_mapping.value.subnet_id
      allocation_id = try(subnet_mapping.value.allocation_id, null)
    }
  }
}

resource "aws_lb_listener" "this" {
  for_each = { for k, v in var.listeners : k => v if local.create }

  load_balancer_arn = aws_lb.this[0].arn
  port              = try(each.value.port, var.default_port)
  protocol          = try(each.value.protocol, var.default_protocol)
  certificate_arn   = try(each.value.certificate_arn, null)
  ssl_policy        = contains(local.secure, try(each.value.protocol, var.default_protocol)) ? try(each.value.ssl_policy, "ELBSecurityPolicy-TLS13-1-2-Res-2021-06") : try(each.value.ssl_policy, null)
}

resource "aws_lb_listener_rule" "this" {
  for_each = { for k, v in local.rules : k => v if local.create }

  listener_arn = coalesce(each.value.other, aws_lb_listener.this[each.value.listener].arn)
  priority     = each.value.priority
}

resource "aws_lb_listener_certificate" "this" {
  for_each = { for k, v in local.certificates : k => v if local.create }

  listener_arn    = aws_lb_listener.this[each.value.listener].arn
  certificate_arn = each.value.arn
}

resource "aws_lb_target_group" "this" {
  for_each = local.target_groups

  name        = try(each.value.name, null)
  name_prefix = try(each.value.name_prefix, null)
  target_type = try(each.value.target_type, null)
  port        = try(each.value.target_type, null) == "lambda" ? null : try(each.value.port, var.default_port)
  protocol    = try(each.value.target_type, null) == "lambda" ? null : try(each.value.protocol, var.default_protocol)
  vpc_id      = try(each.value.vpc_id, var.vpc_id)
}

resource "aws_lb_target_group_attachment" "this" {
  for_each = { for k, v in local.target_groups : k => v if try(v.create_attachment, true) }

  target_group_arn = aws_lb_target_group.this[each.key].arn
  target_id        = each.value.target_id
}

resource "aws_lb_target_group_attachment" "additional" {
  for_each = { for k, v in var.additional_target_group_attachments : k => v if local.create }

  target_group_arn = aws_lb_target_group.this[each.value.target_group_key].arn
  target_id        = each.value.target_id
}

resource "aws_security_group" "this" {
  count = local.create_security_group ? 1 : 0

  name        = var.security_group_use_name_prefix ? null : local.security_group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.security_group_name}-" : null
  description = coalesce(var.security_group_description, "Security group for ${local.security_group_name} ${var.load_balancer_type} load balancer")
  vpc_id      = var.vpc_id
}

resource "aws_route53_record" "this" {
  for_each = { for k, v in var.route53_records : k => v if var.create }

  zone_id = each.value.zone_id
  name    = try(each.value.name, each.key)
  type    = each.value.type

  alias {
    name    = aws_lb.this[0].dns_name
    zone_id = aws_lb.this[0].zone_id
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  count = var.associate_web_acl ? 1 : 0

  resource_arn = aws_lb.this[0].arn
  web_acl_arn  = var.web_acl_arn
}

resource "terraform_data" "unmodelled" {}
