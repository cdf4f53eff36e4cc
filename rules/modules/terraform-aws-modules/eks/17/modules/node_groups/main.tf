locals {
  # What a group has without saying so comes from the worker groups' defaults.
  groups = { for k, v in var.node_groups : k => merge({
    desired_capacity              = var.workers_group_defaults["asg_desired_capacity"]
    max_capacity                  = var.workers_group_defaults["asg_max_size"]
    min_capacity                  = var.workers_group_defaults["asg_min_size"]
    iam_role_arn                  = var.default_iam_role_arn
    instance_types                = [var.workers_group_defaults["instance_type"]]
    set_instance_types_on_lt      = false
    subnets                       = var.workers_group_defaults["subnets"]
    launch_template_id            = var.workers_group_defaults["launch_template_id"]
    create_launch_template        = false
    disk_size                     = var.workers_group_defaults["root_volume_size"]
    public_ip                     = var.workers_group_defaults["public_ip"]
    additional_security_group_ids = var.workers_group_defaults["additional_security_group_ids"]
  }, var.node_groups_defaults, v) if var.create_eks }

  names = { for k, v in local.groups : k => try(v.name, v.name_prefix, "${var.cluster_name}-${k}") }
}

resource "aws_eks_node_group" "workers" {
  for_each = local.groups

  cluster_name    = var.cluster_name
  node_role_arn   = each.value.iam_role_arn
  subnet_ids      = each.value.subnets
  ami_type        = lookup(each.value, "ami_type", null)
  capacity_type   = lookup(each.value, "capacity_type", null)
  instance_types  = each.value.set_instance_types_on_lt ? null : each.value.instance_types
  disk_size       = each.value.launch_template_id != null || each.value.create_launch_template ? null : each.value.disk_size
  release_version = lookup(each.value, "ami_release_version", null)
  version         = lookup(each.value, "version", null)
  labels          = merge(lookup(var.node_groups_defaults, "k8s_labels", {}), lookup(each.value, "k8s_labels", {}))

  scaling_config {
    desired_size = each.value.desired_capacity
    max_size     = each.value.max_capacity
    min_size     = each.value.min_capacity
  }

  lifecycle {
    ignore_changes = [scaling_config[0].desired_size]
  }
}

resource "aws_launch_template" "workers" {
  for_each = { for k, v in local.groups : k => v if v.create_launch_template }

  name_prefix = local.names[each.key]
  # Only the later versions of the range read it.
  image_id      = lookup(each.value, "ami_id", null) == null ? null : terraform_data.unmodelled.id
  instance_type = each.value.set_instance_types_on_lt ? element(each.value.instance_types, 0) : null

  network_interfaces {
    associate_public_ip_address = each.value.public_ip
    security_groups = compact(flatten([
      var.worker_security_group_id,
      var.worker_additional_security_group_ids,
      each.value.additional_security_group_ids,
    ]))
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size = each.value.disk_size
    }
  }
}

resource "terraform_data" "unmodelled" {}
