data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  account_id   = data.aws_caller_identity.current.account_id
  arn_prefix   = "arn:${data.aws_partition.current.partition}:iam"
  oidc_hosts   = [for url in var.oidc_provider_urls : replace(url, "https://", "")]
  web_identity = ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"]

  trust = concat(
    [for host in local.oidc_hosts : {
      effect     = "Allow"
      actions    = local.web_identity
      principals = { Federated = "${local.arn_prefix}::${coalesce(var.oidc_account_id, local.account_id)}:oidc-provider/${host}" }
      conditions = concat(
        [for values in [var.oidc_subjects] : { test = "StringEquals", variable = "${host}:sub", values = values } if length(values) > 0],
        [for values in [var.oidc_wildcard_subjects] : { test = "StringLike", variable = "${host}:sub", values = values } if length(values) > 0],
        [for values in [var.oidc_audiences] : { test = "StringEquals", variable = "${host}:aud", values = values } if length(values) > 0],
        var.trust_policy_conditions,
      )
    } if var.enable_oidc],
    [for host in [var.github_provider] : {
      effect     = "Allow"
      actions    = local.web_identity
      principals = { Federated = "${local.arn_prefix}::${local.account_id}:oidc-provider/${host}" }
      conditions = concat(
        [
          { test = "ForAllValues:StringEquals", variable = "${host}:iss", values = ["https://${host}"] },
          { test = "ForAllValues:StringEquals", variable = "${host}:aud", values = coalescelist(var.oidc_audiences, ["sts.amazonaws.com"]) },
        ],
        [for values in [var.oidc_subjects] : { test = "StringEquals", variable = "${host}:sub", values = [for s in values : "repo:${trimprefix(s, "repo:")}"] } if length(values) > 0],
        [for values in [var.oidc_wildcard_subjects] : { test = "StringLike", variable = "${host}:sub", values = [for s in values : "repo:${trimprefix(s, "repo:")}"] } if length(values) > 0],
        var.trust_policy_conditions,
      )
    } if var.enable_github_oidc],
    [for host in slice(local.oidc_hosts, 0, min(1, length(local.oidc_hosts))) : {
      effect     = "Allow"
      actions    = local.web_identity
      principals = { Federated = "${local.arn_prefix}::${local.account_id}:oidc-provider/${host}" }
      conditions = concat(
        [{ test = "ForAllValues:StringEquals", variable = "${host}:aud", values = coalescelist(var.oidc_audiences, ["sts.amazonaws.com"]) }],
        [for values in [var.oidc_subjects] : { test = "StringEquals", variable = "${host}:sub", values = values } if length(values) > 0],
        [for values in [var.oidc_wildcard_subjects] : { test = "StringLike", variable = "${host}:sub", values = values } if length(values) > 0],
        var.trust_policy_conditions,
      )
    } if var.enable_bitbucket_oidc],
    [for on in [var.enable_saml] : {
      effect     = "Allow"
      actions    = compact(distinct(concat(["sts:TagSession", "sts:AssumeRoleWithSAML"], var.saml_trust_actions)))
      principals = { Federated = var.saml_provider_ids }
      conditions = concat(
        [{ test = "StringEquals", variable = "SAML:aud", values = var.saml_endpoints }],
        var.trust_policy_conditions,
      )
    } if on],
    [for k, s in var.trust_policy_permissions != null ? var.trust_policy_permissions : {} : {
      effect     = coalesce(s.effect, "Allow")
      actions    = s.actions
      principals = { for p in s.principals != null ? s.principals : [] : p.type => p.identifiers }
      conditions = s.condition != null ? s.condition : []
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
  count = var.create ? 1 : 0

  name               = var.use_name_prefix ? null : var.name
  name_prefix        = var.use_name_prefix ? "${var.name}-" : null
  path               = var.path
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for k, v in var.policies : k => v if var.create }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_instance_profile ? 1 : 0

  name        = var.use_name_prefix ? null : var.name
  name_prefix = var.use_name_prefix ? "${var.name}-" : null
  path        = var.path
  role        = aws_iam_role.this[0].name
}
