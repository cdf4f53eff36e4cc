data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  account_id          = var.aws_account_id != "" ? var.aws_account_id : data.aws_caller_identity.current.account_id
  urls                = [for url in compact(distinct(concat(var.provider_urls, [var.provider_url]))) : replace(url, "https://", "")]
  role_name_condition = var.role_name != null ? var.role_name : "${var.role_name_prefix}*"

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
    [for url in local.urls : {
      effect     = "Allow"
      actions    = ["sts:AssumeRoleWithWebIdentity"]
      principals = { Federated = "arn:${data.aws_partition.current.partition}:iam::${local.account_id}:oidc-provider/${url}" }
      conditions = concat(
        [for values in [var.oidc_fully_qualified_subjects] : { test = "StringEquals", variable = "${url}:sub", values = values } if length(values) > 0],
        [for values in [var.oidc_subjects_with_wildcards] : { test = "StringLike", variable = "${url}:sub", values = values } if length(values) > 0],
        [for values in [var.oidc_fully_qualified_audiences] : { test = "StringLike", variable = "${url}:aud", values = values } if length(values) > 0],
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
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "custom" {
  count = var.create_role ? coalesce(var.number_of_role_policy_arns, length(var.role_policy_arns)) : 0

  role       = aws_iam_role.this[0].name
  policy_arn = var.role_policy_arns[count.index]
}
