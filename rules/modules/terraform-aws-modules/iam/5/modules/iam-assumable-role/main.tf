data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  role_name_condition = var.role_name != null ? var.role_name : "${var.role_name_prefix}*"
  external_ids        = flatten([var.role_sts_externalid])

  trust = concat(
    [for on in [var.allow_self_assume_role] : {
      effect     = "Allow"
      actions    = ["sts:AssumeRole"]
      principals = { AWS = "*" }
      conditions = [{
        test     = "ArnLike"
        variable = "aws:PrincipalArn"
        values   = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role${var.role_path}${local.role_name_condition}"]
      }]
    } if on],
    [{
      effect     = "Allow"
      actions    = compact(distinct(concat(["sts:AssumeRole"], var.trusted_role_actions)))
      principals = { AWS = var.trusted_role_arns, Service = var.trusted_role_services }
      conditions = concat(
        [for on in [var.role_requires_mfa && !var.create_custom_role_trust_policy] : { test = "Bool", variable = "aws:MultiFactorAuthPresent", values = ["true"] } if on],
        [for on in [var.role_requires_mfa && !var.create_custom_role_trust_policy] : { test = "NumericLessThan", variable = "aws:MultiFactorAuthAge", values = [tostring(var.mfa_age)] } if on],
        [for values in [local.external_ids] : { test = "StringEquals", variable = "sts:ExternalId", values = values } if length(values) > 0],
        [for on in [var.role_requires_session_name] : { test = "StringEquals", variable = "sts:RoleSessionName", values = var.role_session_name } if on],
        var.trust_policy_conditions,
      )
    }],
  )
}

# A policy document, because a condition's variable may hold what only applying would tell.
data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = local.trust

    content {
      effect  = statement.value.effect
      actions = statement.value.actions

      dynamic "principals" {
        for_each = statement.value.principals

        content {
          type        = principals.key
          identifiers = flatten([principals.value])
        }
      }

      dynamic "condition" {
        for_each = statement.value.conditions

        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = flatten([condition.value.values])
        }
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create_role ? 1 : 0

  name               = var.role_name
  name_prefix        = var.role_name_prefix
  path               = var.role_path
  assume_role_policy = var.create_custom_role_trust_policy && var.custom_role_trust_policy != "" ? var.custom_role_trust_policy : data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "custom" {
  count = var.create_role ? coalesce(var.number_of_custom_role_policy_arns, length(var.custom_role_policy_arns)) : 0

  role       = aws_iam_role.this[0].name
  policy_arn = element(var.custom_role_policy_arns, count.index)
}

resource "aws_iam_role_policy_attachment" "admin" {
  count = var.create_role && var.attach_admin_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = var.admin_role_policy_arn
}

resource "aws_iam_role_policy_attachment" "poweruser" {
  count = var.create_role && var.attach_poweruser_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = var.poweruser_role_policy_arn
}

resource "aws_iam_role_policy_attachment" "readonly" {
  count = var.create_role && var.attach_readonly_policy ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = var.readonly_role_policy_arn
}

resource "aws_iam_instance_profile" "this" {
  count = var.create_role && var.create_instance_profile ? 1 : 0

  name = var.role_name
  path = var.role_path
  role = aws_iam_role.this[0].name
}
