data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  partition            = data.aws_partition.current.partition
  policy_prefix        = "arn:${local.partition}:iam::aws:policy"
  create_iam_role      = var.create && var.create_iam_role
  create_node_iam_role = var.create && var.create_node_iam_role
  node_iam_role_name   = coalesce(var.node_iam_role_name, "Karpenter-${var.cluster_name}")
  irsa_url             = replace(var.irsa_oidc_provider_arn, "/^(.*provider/)/", "")
}

resource "aws_iam_role" "controller" {
  count = local.create_iam_role ? 1 : 0

  name        = var.iam_role_use_name_prefix ? null : var.iam_role_name
  name_prefix = var.iam_role_use_name_prefix ? "${var.iam_role_name}-" : null
  path        = var.iam_role_path
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [for on in [var.enable_pod_identity] : {
        Effect    = "Allow"
        Action    = ["sts:TagSession", "sts:AssumeRole"]
        Principal = { Service = "pods.eks.amazonaws.com" }
      } if on],
      [for on in [var.enable_irsa] : {
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = var.irsa_oidc_provider_arn }
        Condition = {
          (var.irsa_assume_role_condition_test) = {
            "${local.irsa_url}:sub" = [for sa in var.irsa_namespace_service_accounts : "system:serviceaccount:${sa}"]
            "${local.irsa_url}:aud" = "sts.amazonaws.com"
          }
        }
      } if on],
    )
  })
}

resource "aws_iam_policy" "controller" {
  count = local.create_iam_role ? 1 : 0

  name        = var.iam_policy_use_name_prefix ? null : var.iam_policy_name
  name_prefix = var.iam_policy_use_name_prefix ? "${var.iam_policy_name}-" : null
  path        = var.iam_policy_path
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "controller" {
  count = local.create_iam_role ? 1 : 0

  role       = aws_iam_role.controller[0].name
  policy_arn = aws_iam_policy.controller[0].arn
}

resource "aws_iam_role_policy_attachment" "controller_additional" {
  for_each = { for k, v in var.iam_role_policies : k => v if local.create_iam_role }

  role       = aws_iam_role.controller[0].name
  policy_arn = each.value
}

resource "aws_eks_pod_identity_association" "karpenter" {
  count = local.create_iam_role && var.enable_pod_identity && var.create_pod_identity_association ? 1 : 0

  cluster_name    = var.cluster_name
  namespace       = var.namespace
  service_account = var.service_account
  role_arn        = aws_iam_role.controller[0].arn
}

resource "aws_iam_role" "node" {
  count = local.create_node_iam_role ? 1 : 0

  name        = var.node_iam_role_use_name_prefix ? null : local.node_iam_role_name
  name_prefix = var.node_iam_role_use_name_prefix ? "${local.node_iam_role_name}-" : null
  path        = var.node_iam_role_path
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EKSNodeAssumeRole"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.${data.aws_partition.current.dns_suffix}" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "node" {
  for_each = { for k, v in merge(
    { for p in ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"] : p => "${local.policy_prefix}/${p}" },
    { for p in ["AmazonEKS_CNI_Policy"] : p => "${local.policy_prefix}/${p}" if var.node_iam_role_attach_cni_policy && var.cluster_ip_family == "ipv4" },
    { for p in ["AmazonEKS_CNI_IPv6_Policy"] : p => "arn:${local.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/${p}" if var.node_iam_role_attach_cni_policy && var.cluster_ip_family == "ipv6" },
  ) : k => v if local.create_node_iam_role }

  role       = aws_iam_role.node[0].name
  policy_arn = each.value
}

resource "aws_iam_role_policy_attachment" "node_additional" {
  for_each = { for k, v in var.node_iam_role_additional_policies : k => v if local.create_node_iam_role }

  role       = aws_iam_role.node[0].name
  policy_arn = each.value
}

resource "aws_eks_access_entry" "node" {
  count = var.create && var.create_access_entry ? 1 : 0

  cluster_name  = var.cluster_name
  principal_arn = var.create_node_iam_role ? aws_iam_role.node[0].arn : var.node_iam_role_arn
  type          = var.access_entry_type
}

resource "aws_iam_instance_profile" "this" {
  count = var.create && var.create_instance_profile ? 1 : 0

  name        = var.node_iam_role_use_name_prefix ? null : local.node_iam_role_name
  name_prefix = var.node_iam_role_use_name_prefix ? "${local.node_iam_role_name}-" : null
  path        = var.node_iam_role_path
  role        = var.create_node_iam_role ? aws_iam_role.node[0].name : try(replace(var.node_iam_role_arn, "/^(.*role/)/", ""), null)
}

resource "aws_sqs_queue" "this" {
  count = var.create && var.enable_spot_termination ? 1 : 0

  name                    = coalesce(var.queue_name, "Karpenter-${var.cluster_name}")
  sqs_managed_sse_enabled = var.queue_managed_sse_enabled ? var.queue_managed_sse_enabled : null
  kms_master_key_id       = var.queue_kms_master_key_id
}

resource "terraform_data" "unmodelled" {}
