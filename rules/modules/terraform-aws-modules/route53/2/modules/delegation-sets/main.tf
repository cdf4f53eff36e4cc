resource "aws_route53_delegation_set" "this" {
  for_each = { for k, v in var.delegation_sets : k => v if var.create }

  reference_name = try(each.value.reference_name, null)
}

resource "terraform_data" "unmodelled" {}
