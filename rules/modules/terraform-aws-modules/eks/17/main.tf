data "aws_partition" "current" {}

data "aws_iam_role" "custom_cluster_iam_role" {
  count = var.manage_cluster_iam_resources ? 0 : 1

  name = var.cluster_iam_role_name
}

locals {
  policy_prefix = "arn:${data.aws_partition.current.partition}:iam::aws:policy"
  dns_suffix    = data.aws_partition.current.dns_suffix

  # Empty, where nothing is made.
  cluster_name                      = var.create_eks ? var.cluster_name : ""
  cluster_id                        = try(aws_eks_cluster.this[0].id, "")
  cluster_arn                       = try(aws_eks_cluster.this[0].arn, "")
  cluster_endpoint                  = try(aws_eks_cluster.this[0].endpoint, "")
  cluster_auth_base64               = try(aws_eks_cluster.this[0].certificate_authority[0].data, "")
  cluster_oidc_issuer_url           = try(aws_eks_cluster.this[0].identity[0].oidc[0].issuer, "")
  cluster_primary_security_group_id = try(aws_eks_cluster.this[0].vpc_config[0].cluster_security_group_id, "")
  cluster_security_group_id         = var.cluster_create_security_group ? join("", aws_security_group.cluster[*].id) : var.cluster_security_group_id
  worker_security_group_id          = var.worker_create_security_group ? join("", aws_security_group.workers[*].id) : var.worker_security_group_id
  cluster_iam_role_name             = var.manage_cluster_iam_resources ? join("", aws_iam_role.cluster[*].name) : var.cluster_iam_role_name
  cluster_iam_role_arn              = var.manage_cluster_iam_resources ? join("", aws_iam_role.cluster[*].arn) : join("", data.aws_iam_role.custom_cluster_iam_role[*].arn)

  manage_cluster_role = var.create_eks && var.manage_cluster_iam_resources
  manage_worker_role  = var.create_eks && var.manage_worker_iam_resources

  # What a worker group or a node group has without saying so. The image is looked up, unless it is given.
  workers_group_defaults = merge({
    asg_desired_capacity                 = "1"
    asg_max_size                         = "3"
    asg_min_size                         = "1"
    instance_type                        = "m4.large"
    subnets                              = var.subnets
    root_volume_size                     = "100"
    root_encrypted                       = false
    root_kms_key_id                      = ""
    public_ip                            = false
    key_name                             = ""
    additional_ebs_volumes               = []
    additional_security_group_ids        = []
    launch_template_id                   = null
    launch_template_version              = "$Latest"
    metadata_http_endpoint               = "enabled"
    metadata_http_tokens                 = "optional"
    metadata_http_put_response_hop_limit = null
    ami_id                               = ""
  }, var.workers_group_defaults)

  workers         = [for group in var.worker_groups : merge(local.workers_group_defaults, group)]
  template_groups = [for group in var.worker_groups_launch_template : merge(local.workers_group_defaults, group)]
}

resource "aws_eks_cluster" "this" {
  count = var.create_eks ? 1 : 0

  name                      = var.cluster_name
  version                   = var.cluster_version
  role_arn                  = local.cluster_iam_role_arn
  enabled_cluster_log_types = var.cluster_enabled_log_types

  vpc_config {
    security_group_ids      = compact([local.cluster_security_group_id])
    subnet_ids              = var.subnets
    endpoint_private_access = var.cluster_endpoint_private_access
    endpoint_public_access  = var.cluster_endpoint_public_access
    public_access_cidrs     = var.cluster_endpoint_public_access_cidrs
  }

  kubernetes_network_config {
    service_ipv4_cidr = var.cluster_service_ipv4_cidr
  }

  dynamic "encryption_config" {
    for_each = toset(var.cluster_encryption_config)

    content {
      provider {
        key_arn = encryption_config.value["provider_key_arn"]
      }
      resources = encryption_config.value["resources"]
    }
  }

  tags = merge(var.tags, var.cluster_tags)
}

resource "aws_cloudwatch_log_group" "this" {
  count = var.create_eks && length(var.cluster_enabled_log_types) > 0 ? 1 : 0

  name              = "/aws/eks/${var.cluster_name}/cluster"
  retention_in_days = var.cluster_log_retention_in_days
  kms_key_id        = var.cluster_log_kms_key_id
}

resource "aws_security_group" "cluster" {
  count = var.create_eks && var.cluster_create_security_group ? 1 : 0

  name_prefix = var.cluster_name
  vpc_id      = var.vpc_id
}

resource "aws_security_group" "workers" {
  count = var.create_eks && var.worker_create_security_group ? 1 : 0

  name_prefix = var.cluster_name
  vpc_id      = var.vpc_id
}

resource "aws_iam_openid_connect_provider" "oidc_provider" {
  count = var.create_eks && var.enable_irsa ? 1 : 0

  url            = local.cluster_oidc_issuer_url
  client_id_list = distinct(compact(concat(["sts.${local.dns_suffix}"], var.openid_connect_audiences)))
}

resource "aws_iam_role" "cluster" {
  count = local.manage_cluster_role ? 1 : 0

  name                 = var.cluster_iam_role_name != "" ? var.cluster_iam_role_name : null
  name_prefix          = var.cluster_iam_role_name != "" ? null : var.cluster_name
  path                 = var.iam_path
  permissions_boundary = var.permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EKSClusterAssumeRole"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "eks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "cluster_AmazonEKSClusterPolicy" {
  count = local.manage_cluster_role ? 1 : 0

  role       = local.cluster_iam_role_name
  policy_arn = "${local.policy_prefix}/AmazonEKSClusterPolicy"
}

resource "aws_iam_role_policy_attachment" "cluster_AmazonEKSServicePolicy" {
  count = local.manage_cluster_role ? 1 : 0

  role       = local.cluster_iam_role_name
  policy_arn = "${local.policy_prefix}/AmazonEKSServicePolicy"
}

resource "aws_iam_role_policy_attachment" "cluster_AmazonEKSVPCResourceControllerPolicy" {
  count = local.manage_cluster_role ? 1 : 0

  role       = local.cluster_iam_role_name
  policy_arn = "${local.policy_prefix}/AmazonEKSVPCResourceController"
}

resource "aws_iam_role" "workers" {
  count = local.manage_worker_role ? 1 : 0

  name                 = var.workers_role_name != "" ? var.workers_role_name : null
  name_prefix          = var.workers_role_name != "" ? null : local.cluster_name
  path                 = var.iam_path
  permissions_boundary = var.permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EKSWorkerAssumeRole"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.${local.dns_suffix}" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "workers_AmazonEKSWorkerNodePolicy" {
  count = local.manage_worker_role ? 1 : 0

  role       = aws_iam_role.workers[0].name
  policy_arn = "${local.policy_prefix}/AmazonEKSWorkerNodePolicy"
}

resource "aws_iam_role_policy_attachment" "workers_AmazonEKS_CNI_Policy" {
  count = local.manage_worker_role && var.attach_worker_cni_policy ? 1 : 0

  role       = aws_iam_role.workers[0].name
  policy_arn = "${local.policy_prefix}/AmazonEKS_CNI_Policy"
}

resource "aws_iam_role_policy_attachment" "workers_AmazonEC2ContainerRegistryReadOnly" {
  count = local.manage_worker_role ? 1 : 0

  role       = aws_iam_role.workers[0].name
  policy_arn = "${local.policy_prefix}/AmazonEC2ContainerRegistryReadOnly"
}

resource "aws_iam_role_policy_attachment" "workers_additional_policies" {
  count = local.manage_worker_role ? length(var.workers_additional_policies) : 0

  role       = aws_iam_role.workers[0].name
  policy_arn = var.workers_additional_policies[count.index]
}

resource "aws_iam_instance_profile" "workers" {
  count = local.manage_worker_role ? length(var.worker_groups) : 0

  name_prefix = local.cluster_name
  path        = var.iam_path
  role        = lookup(var.worker_groups[count.index], "iam_role_id", aws_iam_role.workers[0].id)
}

resource "aws_iam_instance_profile" "workers_launch_template" {
  count = local.manage_worker_role ? length(var.worker_groups_launch_template) : 0

  name_prefix = local.cluster_name
  path        = var.iam_path
  role        = lookup(var.worker_groups_launch_template[count.index], "iam_role_id", aws_iam_role.workers[0].id)
}

resource "aws_launch_configuration" "workers" {
  count = var.create_eks ? length(var.worker_groups) : 0

  name_prefix                 = "${local.cluster_name}-${lookup(var.worker_groups[count.index], "name", count.index)}"
  instance_type               = local.workers[count.index].instance_type
  associate_public_ip_address = local.workers[count.index].public_ip
  security_groups = flatten([
    local.worker_security_group_id,
    var.worker_additional_security_group_ids,
    local.workers[count.index].additional_security_group_ids,
  ])

  metadata_options {
    http_endpoint               = local.workers[count.index].metadata_http_endpoint
    http_tokens                 = local.workers[count.index].metadata_http_tokens
    http_put_response_hop_limit = local.workers[count.index].metadata_http_put_response_hop_limit
  }

  root_block_device {
    encrypted   = local.workers[count.index].root_encrypted
    volume_size = local.workers[count.index].root_volume_size
  }

  dynamic "ebs_block_device" {
    for_each = local.workers[count.index].additional_ebs_volumes

    content {
      device_name = ebs_block_device.value.block_device_name
      encrypted   = lookup(ebs_block_device.value, "encrypted", local.workers_group_defaults.root_encrypted)
      volume_size = lookup(ebs_block_device.value, "volume_size", local.workers_group_defaults.root_volume_size)
    }
  }
}

resource "aws_autoscaling_group" "workers" {
  count = var.create_eks ? length(var.worker_groups) : 0

  name_prefix          = join("-", compact([local.cluster_name, lookup(var.worker_groups[count.index], "name", count.index)]))
  desired_capacity     = local.workers[count.index].asg_desired_capacity
  max_size             = local.workers[count.index].asg_max_size
  min_size             = local.workers[count.index].asg_min_size
  vpc_zone_identifier  = local.workers[count.index].subnets
  launch_configuration = aws_launch_configuration.workers[count.index].id

  lifecycle {
    ignore_changes = [desired_capacity]
  }
}

resource "aws_launch_template" "workers_launch_template" {
  count = var.create_eks ? length(var.worker_groups_launch_template) : 0

  name_prefix   = "${local.cluster_name}-${lookup(var.worker_groups_launch_template[count.index], "name", count.index)}"
  instance_type = local.template_groups[count.index].instance_type

  network_interfaces {
    associate_public_ip_address = local.template_groups[count.index].public_ip
    security_groups = flatten([
      local.worker_security_group_id,
      var.worker_additional_security_group_ids,
      local.template_groups[count.index].additional_security_group_ids,
    ])
  }

  metadata_options {
    http_endpoint               = local.template_groups[count.index].metadata_http_endpoint
    http_tokens                 = local.template_groups[count.index].metadata_http_tokens
    http_put_response_hop_limit = local.template_groups[count.index].metadata_http_put_response_hop_limit
  }

  # The name of the root device is the image's, unless it is given.
  block_device_mappings {
    ebs {
      encrypted   = local.template_groups[count.index].root_encrypted
      kms_key_id  = local.template_groups[count.index].root_kms_key_id
      volume_size = local.template_groups[count.index].root_volume_size
    }
  }

  dynamic "block_device_mappings" {
    for_each = local.template_groups[count.index].additional_ebs_volumes

    content {
      ebs {
        encrypted   = lookup(block_device_mappings.value, "encrypted", local.workers_group_defaults.root_encrypted)
        kms_key_id  = lookup(block_device_mappings.value, "kms_key_id", local.workers_group_defaults.root_kms_key_id)
        volume_size = lookup(block_device_mappings.value, "volume_size", local.workers_group_defaults.root_volume_size)
      }
    }
  }
}

resource "aws_autoscaling_group" "workers_launch_template" {
  count = var.create_eks ? length(var.worker_groups_launch_template) : 0

  name_prefix         = join("-", compact([local.cluster_name, lookup(var.worker_groups_launch_template[count.index], "name", count.index)]))
  desired_capacity    = local.template_groups[count.index].asg_desired_capacity
  max_size            = local.template_groups[count.index].asg_max_size
  min_size            = local.template_groups[count.index].asg_min_size
  vpc_zone_identifier = local.template_groups[count.index].subnets

  lifecycle {
    ignore_changes = [desired_capacity]
  }
}

module "node_groups" {
  source = "./modules/node_groups"

  create_eks                           = var.create_eks
  cluster_name                         = local.cluster_name
  default_iam_role_arn                 = try(aws_iam_role.workers[0].arn, "")
  workers_group_defaults               = local.workers_group_defaults
  worker_security_group_id             = local.worker_security_group_id
  worker_additional_security_group_ids = var.worker_additional_security_group_ids
  node_groups_defaults                 = var.node_groups_defaults
  node_groups                          = var.node_groups
  tags                                 = var.tags
}

module "fargate" {
  source = "./modules/fargate"

  create_eks                        = var.create_eks
  create_fargate_pod_execution_role = var.create_fargate_pod_execution_role
  cluster_name                      = local.cluster_name
  fargate_pod_execution_role_name   = var.fargate_pod_execution_role_name
  permissions_boundary              = var.permissions_boundary
  iam_path                          = var.iam_path
  subnets                           = coalescelist(var.fargate_subnets, var.subnets, [""])
  fargate_profiles                  = var.fargate_profiles
  tags                              = var.tags
}

resource "terraform_data" "unmodelled" {}
