data "aws_route53_zone" "this" {
  count = var.create && (var.zone_id != null || var.zone_name != null) ? 1 : 0

  zone_id      = var.zone_id
  name         = var.zone_name
  private_zone = var.private_zone
}

locals {
  zone    = data.aws_route53_zone.this
  records = concat(var.records, try(jsondecode(var.records_jsonencoded), []))
  by_key  = { for r in local.records : try(r.key, join(" ", compact(["${r.name} ${r.type}", try(r.set_identifier, "")]))) => r }
}

resource "aws_route53_record" "this" {
  for_each = { for k, v in local.by_key : k => v if length(local.zone) > 0 }

  zone_id = local.zone[0].zone_id
  name    = each.value.name == "" ? local.zone[0].name : try(each.value.full_name_override, false) ? each.value.name : "${each.value.name}.${local.zone[0].name}"
  type    = each.value.type
  ttl     = try(each.value.ttl, null)
  records = try(each.value.records, null)

  dynamic "alias" {
    for_each = length(try(each.value.alias, {})) > 0 ? [each.value.alias] : []

    content {
      name    = alias.value.name
      zone_id = try(alias.value.zone_id, local.zone[0].zone_id)
    }
  }
}

resource "terraform_data" "unmodelled" {}
