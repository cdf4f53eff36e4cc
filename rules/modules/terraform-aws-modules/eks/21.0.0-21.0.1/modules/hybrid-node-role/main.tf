data "aws_partition" "current" {
  count = var.create ? 1 : 0
}

locals {
  managed    = "arn:${try(data.aws_partition.current[0].partition, "")}:iam::aws:policy"
  enable_ira = var.create && var.enable_ira

  between_by_prefix = coalesce(var.intermediate_role_use_name_prefix, var.use_name_prefix)
  between_name      = coalesce(var.intermediate_role_name, "${var.name}-inter")
}

data "aws_iam_policy_document" "trust" {
  count = var.create ? 1 : 0

  dynamic "statement" {
    for_each = var.enable_ira ? [] : [1]

    content {
      actions = ["sts:AssumeRole", "sts:TagSession"]

      principals {
        type        = "Service"
        identifiers = ["ssm.amazonaws.com"]
      }
    }
  }

  dynamic "statement" {
    for_each = var.enable_ira ? [1] : []

    content {
      actions = ["sts:TagSession", "sts:SetSourceIdentity"]

      principals {
        type        = "AWS"
        identifiers = [aws_iam_role.intermediate[0].arn]
      }
    }
  }

  dynamic "statement" {
    for_each = var.enable_ira ? [1] : []

    content {
      actions = ["sts:AssumeRole", "sts:TagSession"]

      principals {
        type        = "AWS"
        identifiers = [aws_iam_role.intermediate[0].arn]
      }

      condition {
        test     = "StringEquals"
        variable = "sts:RoleSessionName"
        values   = ["$${aws:PrincipalTag/x509Subject/CN}"]
      }
    }
  }
}

resource "aws_iam_role" "this" {
  count = var.create ? 1 : 0

  name                 = var.use_name_prefix ? null : var.name
  name_prefix          = var.use_name_prefix ? "${var.name}-" : null
  path                 = var.path
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy   = data.aws_iam_policy_document.trust[0].json
}

resource "aws_iam_policy" "this" {
  count = var.create ? 1 : 0

  name        = var.policy_use_name_prefix ? null : var.policy_name
  name_prefix = var.policy_use_name_prefix ? "${var.policy_name}-" : null
  path        = var.policy_path
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for k, v in merge(
    { node = try(aws_iam_policy.this[0].arn, null) },
    { for name in ["AmazonSSMManagedInstanceCore", "AmazonEC2ContainerRegistryPullOnly"] : name => "${local.managed}/${name}" },
    var.policies,
  ) : k => v if var.create }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

data "aws_iam_policy_document" "between" {
  count = local.enable_ira ? 1 : 0

  statement {
    actions = ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]

    principals {
      type        = "Service"
      identifiers = ["rolesanywhere.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = concat(var.trust_anchor_arns, aws_rolesanywhere_trust_anchor.this[*].arn)
    }
  }
}

resource "aws_iam_role" "intermediate" {
  count = local.enable_ira ? 1 : 0

  name                 = local.between_by_prefix ? null : local.between_name
  name_prefix          = local.between_by_prefix ? "${local.between_name}-" : null
  path                 = coalesce(var.intermediate_role_path, var.path)
  permissions_boundary = var.permissions_boundary_arn
  assume_role_policy   = data.aws_iam_policy_document.between[0].json
}

resource "aws_rolesanywhere_trust_anchor" "this" {
  count = local.enable_ira ? 1 : 0

  name = try(coalesce(var.ira_trust_anchor_name, var.name), null)
}

resource "terraform_data" "unmodelled" {}
