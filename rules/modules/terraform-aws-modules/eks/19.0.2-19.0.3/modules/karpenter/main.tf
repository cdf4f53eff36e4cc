data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  partition       = data.aws_partition.current.partition
  managed         = "arn:${local.partition}:iam::aws:policy"
  create_irsa     = var.create && var.create_irsa
  create_iam_role = var.create && var.create_iam_role
  spot            = var.create && var.enable_spot_termination
  irsa_name       = coalesce(var.irsa_name, "KarpenterIRSA-${var.cluster_name}")
  iam_role_name   = coalesce(var.iam_role_name, "Karpenter-${var.cluster_name}")
  provider        = replace(var.irsa_oidc_provider_arn, "/^(.*provider/)/", "")
  cni             = var.cluster_ip_family == "ipv6" ? "arn:${local.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/AmazonEKS_CNI_IPv6_Policy" : "${local.managed}/AmazonEKS_CNI_Policy"
}

resource "aws_iam_role" "irsa" {
  count = local.create_irsa ? 1 : 0

  name                 = var.irsa_use_name_prefix ? null : local.irsa_name
  name_prefix          = var.irsa_use_name_prefix ? "${local.irsa_name}-" : null
  path                 = var.irsa_path
  permissions_boundary = var.irsa_permissions_boundary_arn
  assume_role_policy   = data.aws_iam_policy_document.irsa[0].json
}

data "aws_iam_policy_document" "irsa" {
  count = local.create_irsa ? 1 : 0

  statement {
    effect  = "Allow"
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [var.irsa_oidc_provider_arn]
    }

    condition {
      test     = var.irsa_assume_role_condition_test
      variable = "${local.provider}:sub"
      values   = [for account in var.irsa_namespace_service_accounts : "system:serviceaccount:${account}"]
    }

    condition {
      test     = var.irsa_assume_role_condition_test
      variable = "${local.provider}:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}

resource "aws_iam_policy" "irsa" {
  count = local.create_irsa ? 1 : 0

  name_prefix = "${local.irsa_name}-"
  path        = var.irsa_path
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "irsa" {
  count = local.create_irsa ? 1 : 0

  role       = aws_iam_role.irsa[0].name
  policy_arn = aws_iam_policy.irsa[0].arn
}

resource "aws_sqs_queue" "this" {
  count = local.spot ? 1 : 0

  name                    = coalesce(var.queue_name, "Karpenter-${var.cluster_name}")
  sqs_managed_sse_enabled = var.queue_managed_sse_enabled
  kms_master_key_id       = var.queue_kms_master_key_id
}

resource "aws_iam_role" "this" {
  count = local.create_iam_role ? 1 : 0

  name                 = var.iam_role_use_name_prefix ? null : local.iam_role_name
  name_prefix          = var.iam_role_use_name_prefix ? "${local.iam_role_name}-" : null
  path                 = var.iam_role_path
  permissions_boundary = var.iam_role_permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.${data.aws_partition.current.dns_suffix}" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for arn in compact(["${local.managed}/AmazonEKSWorkerNodePolicy", "${local.managed}/AmazonEC2ContainerRegistryReadOnly", var.iam_role_attach_cni_policy ? local.cni : ""]) : arn => arn if local.create_iam_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

resource "aws_iam_role_policy_attachment" "additional" {
  for_each = { for k, v in var.iam_role_additional_policies : k => v if local.create_iam_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_instance_profile ? 1 : 0

  name        = var.iam_role_use_name_prefix ? null : local.iam_role_name
  name_prefix = var.iam_role_use_name_prefix ? "${local.iam_role_name}-" : null
  role        = var.create_iam_role ? aws_iam_role.this[0].name : try(replace(var.iam_role_arn, "/^(.*role/)/", ""), null)
}

resource "terraform_data" "unmodelled" {}
