data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

data "aws_iam_session_context" "current" {
  arn = data.aws_caller_identity.current.arn
}

locals {
  create          = var.create && var.putin_khuylo
  partition       = data.aws_partition.current.partition
  policy_prefix   = "arn:${local.partition}:iam::aws:policy"
  cluster_role    = try(aws_iam_role.this[0].arn, var.iam_role_arn)
  on_outposts     = var.outpost_config != null
  encrypt         = length(var.encryption_config) > 0 && !local.on_outposts
  auto_mode       = try(var.compute_config.enabled, false) == true
  auto_mode_iam   = local.auto_mode
  create_iam_role = local.create && var.create_iam_role
  iam_role_name   = coalesce(var.iam_role_name, "${var.name}-cluster")
}

resource "aws_eks_cluster" "this" {
  count = local.create ? 1 : 0

  name                      = var.name
  version                   = var.kubernetes_version
  role_arn                  = local.cluster_role
  enabled_cluster_log_types = var.enabled_log_types

  vpc_config {
    subnet_ids              = coalescelist(var.control_plane_subnet_ids, var.subnet_ids)
    endpoint_private_access = var.endpoint_private_access
    endpoint_public_access  = var.endpoint_public_access
    public_access_cidrs     = var.endpoint_public_access_cidrs
  }

  access_config {
    authentication_mode                         = var.authentication_mode
    bootstrap_cluster_creator_admin_permissions = false
  }

  dynamic "kubernetes_network_config" {
    for_each = local.on_outposts ? [] : [1]

    content {
      ip_family         = var.ip_family
      service_ipv4_cidr = var.service_ipv4_cidr
      service_ipv6_cidr = var.service_ipv6_cidr
    }
  }

  dynamic "encryption_config" {
    for_each = local.encrypt ? [var.encryption_config] : []

    content {
      provider {
        key_arn = var.create_kms_key ? aws_kms_key.this[0].arn : encryption_config.value.provider_key_arn
      }
      resources = encryption_config.value.resources
    }
  }

  dynamic "compute_config" {
    for_each = var.compute_config != null ? [var.compute_config] : []

    content {
      enabled    = compute_config.value.enabled
      node_pools = try(compute_config.value.node_pools, null)
    }
  }


  lifecycle {
    ignore_changes = [access_config[0].bootstrap_cluster_creator_admin_permissions]
  }
}

# The real module calls terraform-aws-modules/kms/aws for this key.
resource "aws_kms_key" "this" {
  count = local.create && var.create_kms_key && local.encrypt ? 1 : 0

  description             = coalesce(var.kms_key_description, "${var.name} cluster encryption key")
  enable_key_rotation     = var.enable_kms_key_rotation
  deletion_window_in_days = var.kms_key_deletion_window_in_days
  policy                  = terraform_data.unmodelled.id
}

resource "aws_kms_alias" "this" {
  for_each = { for k, v in merge({ for a in var.kms_key_aliases : a => a }, { cluster = "eks/${var.name}" }) : k => v if local.create && var.create_kms_key && local.encrypt }

  name          = "alias/${each.value}"
  target_key_id = aws_kms_key.this[0].key_id
}

locals {
  creator_entry = {
    cluster_creator = {
      principal_arn     = data.aws_iam_session_context.current.issuer_arn
      type              = "STANDARD"
      kubernetes_groups = null
    }
  }

  access_entries = merge(
    { for k, v in local.creator_entry : k => v if var.enable_cluster_creator_admin_permissions },
    var.access_entries,
  )
}

resource "aws_eks_access_entry" "this" {
  for_each = { for k, v in local.access_entries : k => v if local.create }

  cluster_name      = aws_eks_cluster.this[0].name
  principal_arn     = each.value.principal_arn
  kubernetes_groups = try(each.value.kubernetes_groups, null)
  type              = try(each.value.type, "STANDARD")
}

resource "aws_iam_openid_connect_provider" "oidc_provider" {
  count = local.create && var.enable_irsa && !local.on_outposts ? 1 : 0

  url            = aws_eks_cluster.this[0].identity[0].oidc[0].issuer
  client_id_list = distinct(compact(concat(["sts.amazonaws.com"], var.openid_connect_audiences)))
}

resource "aws_iam_role" "this" {
  count = local.create_iam_role ? 1 : 0

  name        = var.iam_role_use_name_prefix ? null : local.iam_role_name
  name_prefix = var.iam_role_use_name_prefix ? "${local.iam_role_name}${var.prefix_separator}" : null
  path        = var.iam_role_path
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EKSClusterAssumeRole"
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = local.on_outposts ? ["ec2.amazonaws.com", "eks.amazonaws.com"] : ["eks.amazonaws.com"] }
    }]
  })
}

locals {
  cluster_policies = merge(
    { for p in ["AmazonEKSClusterPolicy"] : p => "${local.policy_prefix}/${p}" if !local.on_outposts },
    { for p in ["AmazonEKSComputePolicy", "AmazonEKSBlockStoragePolicy", "AmazonEKSLoadBalancingPolicy", "AmazonEKSNetworkingPolicy"] : p => "${local.policy_prefix}/${p}" if local.auto_mode_iam && !local.on_outposts },
    { for p in ["AmazonEKSClusterPolicy"] : p => "${local.policy_prefix}/AmazonEKSLocalOutpostClusterPolicy" if local.on_outposts },
  )
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for k, v in local.cluster_policies : k => v if local.create_iam_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

resource "aws_iam_role_policy_attachment" "additional" {
  for_each = { for k, v in var.iam_role_additional_policies : k => v if local.create_iam_role }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

resource "aws_iam_policy" "cluster_encryption" {
  count = local.create_iam_role && var.attach_encryption_policy && local.encrypt ? 1 : 0

  name        = var.encryption_policy_use_name_prefix ? null : coalesce(var.encryption_policy_name, "${local.iam_role_name}-ClusterEncryption")
  name_prefix = var.encryption_policy_use_name_prefix ? coalesce(var.encryption_policy_name, "${local.iam_role_name}-ClusterEncryption") : null
  path        = var.encryption_policy_path
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "cluster_encryption" {
  count = local.create_iam_role && var.attach_encryption_policy && local.encrypt ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.cluster_encryption[0].arn
}

# Made with enable_auto_mode_custom_tags (true by default).
resource "aws_iam_policy" "custom" {
  count = local.create_iam_role && var.enable_auto_mode_custom_tags ? 1 : 0

  name        = var.iam_role_use_name_prefix ? null : local.iam_role_name
  name_prefix = var.iam_role_use_name_prefix ? "${local.iam_role_name}-" : null
  path        = var.iam_role_path
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "custom" {
  count = local.create_iam_role && var.enable_auto_mode_custom_tags ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.custom[0].arn
}

resource "aws_eks_addon" "this" {
  for_each = local.create && !local.on_outposts && var.addons != null ? { for k, v in var.addons : k => v if !v.before_compute } : {}

  cluster_name             = aws_eks_cluster.this[0].name
  addon_name               = coalesce(each.value.name, each.key)
  addon_version            = coalesce(each.value.addon_version, terraform_data.unmodelled.id)
  configuration_values     = each.value.configuration_values
  service_account_role_arn = each.value.service_account_role_arn

  dynamic "pod_identity_association" {
    for_each = each.value.pod_identity_association != null ? each.value.pod_identity_association : []

    content {
      role_arn        = pod_identity_association.value.role_arn
      service_account = pod_identity_association.value.service_account
    }
  }
}

resource "aws_eks_addon" "before_compute" {
  for_each = local.create && !local.on_outposts && var.addons != null ? { for k, v in var.addons : k => v if v.before_compute } : {}

  cluster_name             = aws_eks_cluster.this[0].name
  addon_name               = coalesce(each.value.name, each.key)
  addon_version            = coalesce(each.value.addon_version, terraform_data.unmodelled.id)
  configuration_values     = each.value.configuration_values
  service_account_role_arn = each.value.service_account_role_arn

  dynamic "pod_identity_association" {
    for_each = each.value.pod_identity_association != null ? each.value.pod_identity_association : []

    content {
      role_arn        = pod_identity_association.value.role_arn
      service_account = pod_identity_association.value.service_account
    }
  }
}

locals {
  create_node_iam_role = local.create && var.create_node_iam_role && local.auto_mode_iam
  node_iam_role_name   = coalesce(var.node_iam_role_name, "${var.name}-eks-auto")
}

resource "aws_iam_role" "eks_auto" {
  count = local.create_node_iam_role ? 1 : 0

  name        = var.node_iam_role_use_name_prefix ? null : local.node_iam_role_name
  name_prefix = var.node_iam_role_use_name_prefix ? "${local.node_iam_role_name}-" : null
  path        = var.node_iam_role_path
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EKSAutoNodeAssumeRole"
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "eks_auto" {
  for_each = { for p in ["AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"] : p => "${local.policy_prefix}/${p}" if local.create_node_iam_role }

  role       = aws_iam_role.eks_auto[0].name
  policy_arn = each.value
}

module "fargate_profile" {
  source = "./modules/fargate-profile"

  for_each = var.create && !local.on_outposts && var.fargate_profiles != null ? var.fargate_profiles : {}

  create                       = each.value.create
  cluster_name                 = aws_eks_cluster.this[0].name
  cluster_ip_family            = var.ip_family
  name                         = coalesce(each.value.name, each.key)
  subnet_ids                   = coalesce(each.value.subnet_ids, var.subnet_ids)
  selectors                    = each.value.selectors
  create_iam_role              = each.value.create_iam_role
  iam_role_arn                 = each.value.iam_role_arn
  iam_role_name                = each.value.iam_role_name
  iam_role_use_name_prefix     = each.value.iam_role_use_name_prefix
  iam_role_path                = each.value.iam_role_path
  iam_role_attach_cni_policy   = each.value.iam_role_attach_cni_policy
  iam_role_additional_policies = each.value.iam_role_additional_policies
}

module "eks_managed_node_group" {
  source = "./modules/eks-managed-node-group"

  for_each = var.create && !local.on_outposts && var.eks_managed_node_groups != null ? var.eks_managed_node_groups : {}

  create                          = each.value.create
  cluster_name                    = aws_eks_cluster.this[0].name
  cluster_ip_family               = var.ip_family
  name                            = coalesce(each.value.name, each.key)
  subnet_ids                      = coalesce(each.value.subnet_ids, var.subnet_ids)
  use_name_prefix                 = each.value.use_name_prefix
  min_size                        = each.value.min_size
  max_size                        = each.value.max_size
  desired_size                    = each.value.desired_size
  ami_id                          = each.value.ami_id
  ami_type                        = each.value.ami_type
  capacity_type                   = each.value.capacity_type
  instance_types                  = each.value.instance_types
  disk_size                       = each.value.disk_size
  labels                          = each.value.labels
  taints                          = each.value.taints
  block_device_mappings           = each.value.block_device_mappings
  create_launch_template          = each.value.create_launch_template
  launch_template_use_name_prefix = each.value.launch_template_use_name_prefix
  use_custom_launch_template      = each.value.use_custom_launch_template
  launch_template_id              = each.value.launch_template_id
  enable_efa_support              = each.value.enable_efa_support
  create_placement_group          = each.value.create_placement_group
  create_iam_role                 = each.value.create_iam_role
  iam_role_arn                    = each.value.iam_role_arn
  iam_role_name                   = each.value.iam_role_name
  iam_role_use_name_prefix        = each.value.iam_role_use_name_prefix
  iam_role_path                   = each.value.iam_role_path
  iam_role_attach_cni_policy      = each.value.iam_role_attach_cni_policy
  kubernetes_version              = each.value.kubernetes_version != null ? each.value.kubernetes_version : aws_eks_cluster.this[0].version
  launch_template_name            = coalesce(each.value.launch_template_name, each.key)
  iam_role_additional_policies    = each.value.iam_role_additional_policies
}

module "self_managed_node_group" {
  source = "./modules/self-managed-node-group"

  for_each = var.create && var.self_managed_node_groups != null ? var.self_managed_node_groups : {}

  create                          = each.value.create
  cluster_name                    = aws_eks_cluster.this[0].name
  cluster_ip_family               = var.ip_family
  name                            = coalesce(each.value.name, each.key)
  subnet_ids                      = coalesce(each.value.subnet_ids, var.subnet_ids)
  create_autoscaling_group        = each.value.create_autoscaling_group
  use_name_prefix                 = each.value.use_name_prefix
  availability_zones              = each.value.availability_zones
  min_size                        = each.value.min_size
  max_size                        = each.value.max_size
  desired_size                    = each.value.desired_size
  ami_id                          = each.value.ami_id
  instance_type                   = each.value.instance_type
  block_device_mappings           = each.value.block_device_mappings
  create_launch_template          = each.value.create_launch_template
  launch_template_use_name_prefix = each.value.launch_template_use_name_prefix
  create_iam_instance_profile     = each.value.create_iam_instance_profile
  iam_instance_profile_arn        = each.value.iam_instance_profile_arn
  launch_template_id              = each.value.launch_template_id
  create_access_entry             = each.value.create_access_entry
  iam_role_arn                    = each.value.iam_role_arn
  create_placement_group          = each.value.create_placement_group
  enable_efa_support              = each.value.enable_efa_support
  iam_role_name                   = each.value.iam_role_name
  iam_role_use_name_prefix        = each.value.iam_role_use_name_prefix
  iam_role_path                   = each.value.iam_role_path
  iam_role_attach_cni_policy      = each.value.iam_role_attach_cni_policy
  launch_template_name            = coalesce(each.value.launch_template_name, each.key)
  iam_role_additional_policies    = each.value.iam_role_additional_policies
}

resource "aws_iam_policy" "cni_ipv6_policy" {
  count = var.create && var.create_cni_ipv6_iam_policy ? 1 : 0

  name   = "AmazonEKS_CNI_IPv6_Policy"
  policy = terraform_data.unmodelled.id
}

resource "terraform_data" "unmodelled" {}
