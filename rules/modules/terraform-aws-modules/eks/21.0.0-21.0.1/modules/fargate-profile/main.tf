data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  partition       = data.aws_partition.current.partition
  account_id      = data.aws_caller_identity.current.account_id
  policy_prefix   = "arn:${local.partition}:iam::aws:policy"
  create_iam_role = var.create && var.create_iam_role
  iam_role_name   = coalesce(var.iam_role_name, var.name, "fargate-profile")
}

resource "aws_eks_fargate_profile" "this" {
  count = var.create ? 1 : 0

  cluster_name           = var.cluster_name
  fargate_profile_name   = var.name
  pod_execution_role_arn = var.create_iam_role ? aws_iam_role.this[0].arn : var.iam_role_arn
  subnet_ids             = var.subnet_ids

  dynamic "selector" {
    for_each = var.selectors != null ? var.selectors : []

    content {
      namespace = selector.value.namespace
      labels    = selector.value.labels
    }
  }
}

resource "aws_iam_role" "this" {
  count = local.create_iam_role ? 1 : 0

  name        = var.iam_role_use_name_prefix ? null : local.iam_role_name
  name_prefix = var.iam_role_use_name_prefix ? "${local.iam_role_name}-" : null
  path        = var.iam_role_path
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "eks-fargate-pods.amazonaws.com" }
      Condition = {
        ArnLike = {
          "aws:SourceArn" = "arn:${local.partition}:eks:${data.aws_region.current.id}:${local.account_id}:fargateprofile/${var.cluster_name}/*"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for k, v in merge(
    { for p in ["AmazonEKSFargatePodExecutionRolePolicy"] : p => "${local.policy_prefix}/${p}" },
    { for p in ["AmazonEKS_CNI_Policy"] : p => "${local.policy_prefix}/${p}" if var.iam_role_attach_cni_policy && var.cluster_ip_family == "ipv4" },
    { for p in ["AmazonEKS_CNI_IPv6_Policy"] : p => "arn:${local.partition}:iam::${local.account_id}:policy/${p}" if var.iam_role_attach_cni_policy && var.cluster_ip_family == "ipv6" },
  ) : k => v if local.create_iam_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

resource "aws_iam_role_policy_attachment" "additional" {
  for_each = { for k, v in var.iam_role_additional_policies : k => v if local.create_iam_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}
