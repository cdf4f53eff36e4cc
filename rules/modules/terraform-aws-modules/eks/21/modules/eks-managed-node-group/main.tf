data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  partition            = data.aws_partition.current.partition
  account_id           = data.aws_caller_identity.current.account_id
  policy_prefix        = "arn:${local.partition}:iam::aws:policy"
  create_iam_role      = var.create && var.create_iam_role
  iam_role_name        = coalesce(var.iam_role_name, "${var.name}-eks-node-group")
  launch_template_name = coalesce(var.launch_template_name, "${var.name}-eks-node-group")
}

resource "aws_launch_template" "this" {
  count = var.create && var.create_launch_template && var.use_custom_launch_template ? 1 : 0

  name        = var.launch_template_use_name_prefix ? null : local.launch_template_name
  name_prefix = var.launch_template_use_name_prefix ? "${local.launch_template_name}-" : null
  image_id    = var.ami_id

  dynamic "block_device_mappings" {
    for_each = var.block_device_mappings != null ? var.block_device_mappings : {}

    content {
      device_name = block_device_mappings.value.device_name

      dynamic "ebs" {
        for_each = block_device_mappings.value.ebs != null ? [block_device_mappings.value.ebs] : []

        content {
          encrypted   = ebs.value.encrypted
          kms_key_id  = ebs.value.kms_key_id
          volume_size = ebs.value.volume_size
          volume_type = ebs.value.volume_type
        }
      }
    }
  }
}

resource "aws_eks_node_group" "this" {
  count = var.create ? 1 : 0

  cluster_name           = var.cluster_name
  node_group_name        = var.use_name_prefix ? null : var.name
  node_group_name_prefix = var.use_name_prefix ? "${var.name}-" : null
  node_role_arn          = var.create_iam_role ? aws_iam_role.this[0].arn : var.iam_role_arn
  subnet_ids             = var.subnet_ids
  version                = var.ami_id != "" ? null : var.kubernetes_version
  ami_type               = var.ami_id != "" ? null : var.ami_type
  capacity_type          = var.capacity_type
  instance_types         = var.instance_types
  disk_size              = var.use_custom_launch_template ? null : var.disk_size
  labels                 = var.labels

  scaling_config {
    min_size     = var.min_size
    max_size     = var.max_size
    desired_size = var.desired_size
  }

  dynamic "launch_template" {
    for_each = var.use_custom_launch_template ? [1] : []

    content {
      id      = var.create && var.create_launch_template ? try(aws_launch_template.this[0].id, null) : var.launch_template_id
      version = try(aws_launch_template.this[0].default_version, "$Default")
    }
  }

  dynamic "taint" {
    for_each = var.taints != null ? var.taints : {}

    content {
      key    = taint.value.key
      value  = taint.value.value
      effect = taint.value.effect
    }
  }

  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
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
      Sid       = "EKSNodeAssumeRole"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for k, v in merge(
    { for p in ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"] : p => "${local.policy_prefix}/${p}" },
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

resource "terraform_data" "unmodelled" {}
