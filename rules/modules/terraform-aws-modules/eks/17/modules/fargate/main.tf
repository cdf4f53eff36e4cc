data "aws_partition" "current" {}

data "aws_iam_role" "custom_fargate_iam_role" {
  count = local.create_eks && !var.create_fargate_pod_execution_role ? 1 : 0

  name = var.fargate_pod_execution_role_name
}

locals {
  create_eks              = var.create_eks && length(var.fargate_profiles) > 0
  create_role             = local.create_eks && var.create_fargate_pod_execution_role
  pod_execution_role_arn  = try(aws_iam_role.eks_fargate_pod[0].arn, data.aws_iam_role.custom_fargate_iam_role[0].arn, "")
  pod_execution_role_name = try(aws_iam_role.eks_fargate_pod[0].name, data.aws_iam_role.custom_fargate_iam_role[0].name, "")
}

resource "aws_iam_role" "eks_fargate_pod" {
  count = local.create_role ? 1 : 0

  name_prefix          = "${substr(var.cluster_name, 0, 24)}-fargate"
  path                 = var.iam_path
  permissions_boundary = var.permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "eks-fargate-pods.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "eks_fargate_pod" {
  count = local.create_role ? 1 : 0

  role       = aws_iam_role.eks_fargate_pod[0].name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"
}

resource "aws_eks_fargate_profile" "this" {
  for_each = { for k, v in var.fargate_profiles : k => v if var.create_eks }

  cluster_name           = var.cluster_name
  fargate_profile_name   = lookup(each.value, "name", "${var.cluster_name}-fargate-${replace(each.key, "_", "-")}")
  pod_execution_role_arn = local.pod_execution_role_arn
  subnet_ids             = lookup(each.value, "subnets", var.subnets)

  dynamic "selector" {
    for_each = each.value.selectors

    content {
      namespace = selector.value["namespace"]
    }
  }
}

resource "terraform_data" "unmodelled" {}
