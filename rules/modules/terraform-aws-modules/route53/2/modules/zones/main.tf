resource "aws_route53_zone" "this" {
  for_each = { for k, v in var.zones : k => v if var.create }

  name          = try(each.value.domain_name, each.key)
  comment       = try(each.value.comment, null)
  force_destroy = try(each.value.force_destroy, false)

  dynamic "vpc" {
    for_each = try(tolist(lookup(each.value, "vpc", [])), [lookup(each.value, "vpc", {})])

    content {
      vpc_id     = vpc.value.vpc_id
      vpc_region = lookup(vpc.value, "vpc_region", null)
    }
  }
}

resource "terraform_data" "unmodelled" {}
