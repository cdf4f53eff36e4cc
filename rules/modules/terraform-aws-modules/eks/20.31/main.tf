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
  on_outposts     = length(var.outpost_config) > 0
  encrypt         = length(var.cluster_encryption_config) > 0 && !local.on_outposts
  auto_mode       = try(var.cluster_compute_config.enabled, false)
  create_iam_role = local.create && var.create_iam_role
  iam_role_name   = coalesce(var.iam_role_name, "${var.cluster_name}-cluster")
}

resource "aws_eks_cluster" "this" {
  count = local.create ? 1 : 0

  name                      = var.cluster_name
  version                   = var.cluster_version
  role_arn                  = local.cluster_role
  enabled_cluster_log_types = var.cluster_enabled_log_types

  vpc_config {
    subnet_ids              = coalescelist(var.control_plane_subnet_ids, var.subnet_ids)
    endpoint_private_access = var.cluster_endpoint_private_access
    endpoint_public_access  = var.cluster_endpoint_public_access
    public_access_cidrs     = var.cluster_endpoint_public_access_cidrs
  }

  access_config {
    authentication_mode                         = var.authentication_mode
    bootstrap_cluster_creator_admin_permissions = false
  }

  dynamic "kubernetes_network_config" {
    for_each = local.on_outposts ? [] : [1]

    content {
      ip_family         = var.cluster_ip_family
      service_ipv4_cidr = var.cluster_service_ipv4_cidr
      service_ipv6_cidr = var.cluster_service_ipv6_cidr
    }
  }

  dynamic "encryption_config" {
    for_each = local.encrypt ? [var.cluster_encryption_config] : []

    content {
      provider {
        key_arn = var.create_kms_key ? aws_kms_key.this[0].arn : encryption_config.value.provider_key_arn
      }
      resources = encryption_config.value.resources
    }
  }

  dynamic "compute_config" {
    for_each = length(var.cluster_compute_config) > 0 ? [var.cluster_compute_config] : []

    content {
      enabled    = local.auto_mode
      node_pools = try(compute_config.value.node_pools, null)
    }
  }

  tags = merge({ terraform-aws-modules = "eks" }, var.tags, var.cluster_tags)

  lifecycle {
    ignore_changes = [access_config[0].bootstrap_cluster_creator_admin_permissions]
  }
}

# The real module calls terraform-aws-modules/kms/aws for this key.
resource "aws_kms_key" "this" {
  count = local.create && var.create_kms_key && local.encrypt ? 1 : 0

  description             = coalesce(var.kms_key_description, "${var.cluster_name} cluster encryption key")
  enable_key_rotation     = var.enable_kms_key_rotation
  deletion_window_in_days = var.kms_key_deletion_window_in_days
  policy                  = terraform_data.unmodelled.id
}

resource "aws_kms_alias" "this" {
  for_each = { for k, v in merge({ for a in var.kms_key_aliases : a => a }, { cluster = "eks/${var.cluster_name}" }) : k => v if local.create && var.create_kms_key && local.encrypt }

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
    { for p in ["AmazonEKSComputePolicy", "AmazonEKSBlockStoragePolicy", "AmazonEKSLoadBalancingPolicy", "AmazonEKSNetworkingPolicy"] : p => "${local.policy_prefix}/${p}" if local.auto_mode && !local.on_outposts },
    { for p in ["AmazonEKSClusterPolicy"] : p => "${local.policy_prefix}/AmazonEKSLocalOutpostClusterPolicy" if local.on_outposts && !local.auto_mode },
    { for p in ["AmazonEKSVPCResourceController"] : p => "${local.policy_prefix}/${p}" if var.enable_security_groups_for_pods && !local.on_outposts && !local.auto_mode },
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
  count = local.create_iam_role && var.attach_cluster_encryption_policy && local.encrypt ? 1 : 0

  name        = var.cluster_encryption_policy_use_name_prefix ? null : coalesce(var.cluster_encryption_policy_name, "${local.iam_role_name}-ClusterEncryption")
  name_prefix = var.cluster_encryption_policy_use_name_prefix ? coalesce(var.cluster_encryption_policy_name, "${local.iam_role_name}-ClusterEncryption") : null
  path        = var.cluster_encryption_policy_path
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "cluster_encryption" {
  count = local.create_iam_role && var.attach_cluster_encryption_policy && local.encrypt ? 1 : 0

  role       = aws_iam_role.this[0].name
  policy_arn = aws_iam_policy.cluster_encryption[0].arn
}

resource "aws_eks_addon" "this" {
  for_each = { for k, v in var.cluster_addons : k => v if !try(v.before_compute, false) && local.create && !local.on_outposts }

  cluster_name             = aws_eks_cluster.this[0].name
  addon_name               = try(each.value.name, each.key)
  addon_version            = try(coalesce(each.value.addon_version), terraform_data.unmodelled.id)
  configuration_values     = try(each.value.configuration_values, null)
  service_account_role_arn = try(each.value.service_account_role_arn, null)

  dynamic "pod_identity_association" {
    for_each = try(each.value.pod_identity_association, [])

    content {
      role_arn        = pod_identity_association.value.role_arn
      service_account = pod_identity_association.value.service_account
    }
  }
}

resource "aws_eks_addon" "before_compute" {
  for_each = { for k, v in var.cluster_addons : k => v if try(v.before_compute, false) && local.create && !local.on_outposts }

  cluster_name             = aws_eks_cluster.this[0].name
  addon_name               = try(each.value.name, each.key)
  addon_version            = try(coalesce(each.value.addon_version), terraform_data.unmodelled.id)
  configuration_values     = try(each.value.configuration_values, null)
  service_account_role_arn = try(each.value.service_account_role_arn, null)

  dynamic "pod_identity_association" {
    for_each = try(each.value.pod_identity_association, [])

    content {
      role_arn        = pod_identity_association.value.role_arn
      service_account = pod_identity_association.value.service_account
    }
  }
}

locals {
  create_node_iam_role = local.create && var.create_node_iam_role && local.auto_mode
  node_iam_role_name   = coalesce(var.node_iam_role_name, "${var.cluster_name}-eks-auto")
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

  for_each = { for k, v in var.fargate_profiles : k => v if var.create && !local.on_outposts }

  create                       = try(each.value.create, true)
  cluster_name                 = aws_eks_cluster.this[0].name
  cluster_ip_family            = var.cluster_ip_family
  name                         = try(each.value.name, each.key)
  subnet_ids                   = try(each.value.subnet_ids, var.fargate_profile_defaults.subnet_ids, var.subnet_ids)
  selectors                    = try(each.value.selectors, var.fargate_profile_defaults.selectors, [])
  create_iam_role              = try(each.value.create_iam_role, var.fargate_profile_defaults.create_iam_role, true)
  iam_role_arn                 = try(each.value.iam_role_arn, var.fargate_profile_defaults.iam_role_arn, null)
  iam_role_name                = try(each.value.iam_role_name, var.fargate_profile_defaults.iam_role_name, null)
  iam_role_use_name_prefix     = try(each.value.iam_role_use_name_prefix, var.fargate_profile_defaults.iam_role_use_name_prefix, true)
  iam_role_path                = try(each.value.iam_role_path, var.fargate_profile_defaults.iam_role_path, null)
  iam_role_attach_cni_policy   = try(each.value.iam_role_attach_cni_policy, var.fargate_profile_defaults.iam_role_attach_cni_policy, true)
  iam_role_additional_policies = lookup(each.value, "iam_role_additional_policies", lookup(var.fargate_profile_defaults, "iam_role_additional_policies", {}))
}

module "eks_managed_node_group" {
  source = "./modules/eks-managed-node-group"

  for_each = { for k, v in var.eks_managed_node_groups : k => v if var.create && !local.on_outposts }

  create                          = try(each.value.create, true)
  cluster_name                    = aws_eks_cluster.this[0].name
  cluster_ip_family               = var.cluster_ip_family
  name                            = try(each.value.name, each.key)
  subnet_ids                      = try(each.value.subnet_ids, var.eks_managed_node_group_defaults.subnet_ids, var.subnet_ids)
  use_name_prefix                 = try(each.value.use_name_prefix, var.eks_managed_node_group_defaults.use_name_prefix, true)
  min_size                        = try(each.value.min_size, var.eks_managed_node_group_defaults.min_size, 1)
  max_size                        = try(each.value.max_size, var.eks_managed_node_group_defaults.max_size, 3)
  desired_size                    = try(each.value.desired_size, var.eks_managed_node_group_defaults.desired_size, 1)
  ami_id                          = try(each.value.ami_id, var.eks_managed_node_group_defaults.ami_id, "")
  ami_type                        = try(each.value.ami_type, var.eks_managed_node_group_defaults.ami_type, null)
  capacity_type                   = try(each.value.capacity_type, var.eks_managed_node_group_defaults.capacity_type, null)
  instance_types                  = try(each.value.instance_types, var.eks_managed_node_group_defaults.instance_types, null)
  disk_size                       = try(each.value.disk_size, var.eks_managed_node_group_defaults.disk_size, null)
  labels                          = try(each.value.labels, var.eks_managed_node_group_defaults.labels, null)
  taints                          = try(each.value.taints, var.eks_managed_node_group_defaults.taints, {})
  block_device_mappings           = try(each.value.block_device_mappings, var.eks_managed_node_group_defaults.block_device_mappings, {})
  create_launch_template          = try(each.value.create_launch_template, var.eks_managed_node_group_defaults.create_launch_template, true)
  launch_template_use_name_prefix = try(each.value.launch_template_use_name_prefix, var.eks_managed_node_group_defaults.launch_template_use_name_prefix, true)
  use_custom_launch_template      = try(each.value.use_custom_launch_template, var.eks_managed_node_group_defaults.use_custom_launch_template, true)
  launch_template_id              = try(each.value.launch_template_id, var.eks_managed_node_group_defaults.launch_template_id, "")
  enable_efa_support              = try(each.value.enable_efa_support, var.eks_managed_node_group_defaults.enable_efa_support, false)
  create_placement_group          = try(each.value.create_placement_group, var.eks_managed_node_group_defaults.create_placement_group, false)
  create_iam_role                 = try(each.value.create_iam_role, var.eks_managed_node_group_defaults.create_iam_role, true)
  iam_role_arn                    = try(each.value.iam_role_arn, var.eks_managed_node_group_defaults.iam_role_arn, null)
  iam_role_name                   = try(each.value.iam_role_name, var.eks_managed_node_group_defaults.iam_role_name, null)
  iam_role_use_name_prefix        = try(each.value.iam_role_use_name_prefix, var.eks_managed_node_group_defaults.iam_role_use_name_prefix, true)
  iam_role_path                   = try(each.value.iam_role_path, var.eks_managed_node_group_defaults.iam_role_path, null)
  iam_role_attach_cni_policy      = try(each.value.iam_role_attach_cni_policy, var.eks_managed_node_group_defaults.iam_role_attach_cni_policy, true)
  cluster_version                 = try(each.value.cluster_version, var.eks_managed_node_group_defaults.cluster_version, aws_eks_cluster.this[0].version)
  launch_template_name            = try(each.value.launch_template_name, var.eks_managed_node_group_defaults.launch_template_name, each.key)
  iam_role_additional_policies    = lookup(each.value, "iam_role_additional_policies", lookup(var.eks_managed_node_group_defaults, "iam_role_additional_policies", {}))
}

module "self_managed_node_group" {
  source = "./modules/self-managed-node-group"

  for_each = { for k, v in var.self_managed_node_groups : k => v if var.create }

  create                          = try(each.value.create, true)
  cluster_name                    = aws_eks_cluster.this[0].name
  cluster_ip_family               = var.cluster_ip_family
  name                            = try(each.value.name, each.key)
  subnet_ids                      = try(each.value.subnet_ids, var.self_managed_node_group_defaults.subnet_ids, var.subnet_ids)
  create_autoscaling_group        = try(each.value.create_autoscaling_group, var.self_managed_node_group_defaults.create_autoscaling_group, true)
  use_name_prefix                 = try(each.value.use_name_prefix, var.self_managed_node_group_defaults.use_name_prefix, true)
  availability_zones              = try(each.value.availability_zones, var.self_managed_node_group_defaults.availability_zones, null)
  min_size                        = try(each.value.min_size, var.self_managed_node_group_defaults.min_size, 0)
  max_size                        = try(each.value.max_size, var.self_managed_node_group_defaults.max_size, 3)
  desired_size                    = try(each.value.desired_size, var.self_managed_node_group_defaults.desired_size, 1)
  ami_id                          = try(each.value.ami_id, var.self_managed_node_group_defaults.ami_id, "")
  instance_type                   = try(each.value.instance_type, var.self_managed_node_group_defaults.instance_type, "m6i.large")
  block_device_mappings           = try(each.value.block_device_mappings, var.self_managed_node_group_defaults.block_device_mappings, {})
  create_launch_template          = try(each.value.create_launch_template, var.self_managed_node_group_defaults.create_launch_template, true)
  launch_template_use_name_prefix = try(each.value.launch_template_use_name_prefix, var.self_managed_node_group_defaults.launch_template_use_name_prefix, true)
  create_iam_instance_profile     = try(each.value.create_iam_instance_profile, var.self_managed_node_group_defaults.create_iam_instance_profile, true)
  iam_instance_profile_arn        = try(each.value.iam_instance_profile_arn, var.self_managed_node_group_defaults.iam_instance_profile_arn, null)
  launch_template_id              = try(each.value.launch_template_id, var.self_managed_node_group_defaults.launch_template_id, "")
  create_access_entry             = try(each.value.create_access_entry, var.self_managed_node_group_defaults.create_access_entry, true)
  iam_role_arn                    = try(each.value.iam_role_arn, var.self_managed_node_group_defaults.iam_role_arn, null)
  create_placement_group          = try(each.value.create_placement_group, var.self_managed_node_group_defaults.create_placement_group, false)
  enable_efa_support              = try(each.value.enable_efa_support, var.self_managed_node_group_defaults.enable_efa_support, false)
  iam_role_name                   = try(each.value.iam_role_name, var.self_managed_node_group_defaults.iam_role_name, null)
  iam_role_use_name_prefix        = try(each.value.iam_role_use_name_prefix, var.self_managed_node_group_defaults.iam_role_use_name_prefix, true)
  iam_role_path                   = try(each.value.iam_role_path, var.self_managed_node_group_defaults.iam_role_path, null)
  iam_role_attach_cni_policy      = try(each.value.iam_role_attach_cni_policy, var.self_managed_node_group_defaults.iam_role_attach_cni_policy, true)
  launch_template_name            = try(each.value.launch_template_name, var.self_managed_node_group_defaults.launch_template_name, each.key)
  iam_role_additional_policies    = lookup(each.value, "iam_role_additional_policies", lookup(var.self_managed_node_group_defaults, "iam_role_additional_policies", {}))
}

resource "aws_iam_policy" "cni_ipv6_policy" {
  count = var.create && var.create_cni_ipv6_iam_policy ? 1 : 0

  name   = "AmazonEKS_CNI_IPv6_Policy"
  policy = terraform_data.unmodelled.id
}

resource "aws_iam_policy" "eks_auto_custom" {
  count = local.create_node_iam_role && (var.enable_node_custom_tags_permissions || length(var.node_iam_role_policy_statements) > 0) ? 1 : 0

  name        = var.node_iam_role_use_name_prefix ? null : local.node_iam_role_name
  name_prefix = var.node_iam_role_use_name_prefix ? "${local.node_iam_role_name}-" : null
  path        = var.node_iam_role_path
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "eks_auto_custom" {
  count = local.create_node_iam_role && (var.enable_node_custom_tags_permissions || length(var.node_iam_role_policy_statements) > 0) ? 1 : 0

  role       = aws_iam_role.eks_auto[0].name
  policy_arn = aws_iam_policy.eks_auto_custom[0].arn
}

resource "terraform_data" "unmodelled" {}
