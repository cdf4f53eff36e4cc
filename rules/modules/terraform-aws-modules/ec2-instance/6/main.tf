data "aws_partition" "current" {}

data "aws_ssm_parameter" "this" {
  name = var.ami_ssm_parameter
}

locals {
  create                 = var.create && var.putin_khuylo
  ami                    = var.ami != null ? var.ami : try(nonsensitive(data.aws_ssm_parameter.this.value), null)
  iam_role_name          = try(coalesce(var.iam_role_name, var.name), "")
  create_profile         = var.create && var.create_iam_instance_profile
  create_security_group  = var.create && var.create_security_group && var.network_interface == null
  vpc_security_group_ids = concat(var.vpc_security_group_ids, aws_security_group.this[*].id)
}

resource "aws_instance" "this" {
  count = local.create && !var.ignore_ami_changes && !var.create_spot_instance ? 1 : 0

  ami                         = local.ami
  instance_type               = var.instance_type
  availability_zone           = var.availability_zone
  subnet_id                   = var.subnet_id
  tags                        = merge(var.tags, var.instance_tags, { "Name" = var.name })
  vpc_security_group_ids      = local.vpc_security_group_ids
  associate_public_ip_address = var.associate_public_ip_address
  iam_instance_profile        = var.create_iam_instance_profile ? aws_iam_instance_profile.this[0].name : var.iam_instance_profile

  dynamic "root_block_device" {
    for_each = var.root_block_device != null ? [var.root_block_device] : []

    content {
      encrypted   = root_block_device.value.encrypted
      kms_key_id  = root_block_device.value.kms_key_id
      volume_size = root_block_device.value.size
      volume_type = root_block_device.value.type
    }
  }

  dynamic "metadata_options" {
    for_each = var.metadata_options != null ? [var.metadata_options] : []

    content {
      http_endpoint               = metadata_options.value.http_endpoint
      http_tokens                 = metadata_options.value.http_tokens
      http_put_response_hop_limit = metadata_options.value.http_put_response_hop_limit
    }
  }
}

resource "aws_instance" "ignore_ami" {
  count = local.create && var.ignore_ami_changes && !var.create_spot_instance ? 1 : 0

  ami                         = local.ami
  instance_type               = var.instance_type
  availability_zone           = var.availability_zone
  subnet_id                   = var.subnet_id
  tags                        = merge(var.tags, var.instance_tags, { "Name" = var.name })
  vpc_security_group_ids      = local.vpc_security_group_ids
  associate_public_ip_address = var.associate_public_ip_address
  iam_instance_profile        = var.create_iam_instance_profile ? aws_iam_instance_profile.this[0].name : var.iam_instance_profile

  dynamic "root_block_device" {
    for_each = var.root_block_device != null ? [var.root_block_device] : []

    content {
      encrypted   = root_block_device.value.encrypted
      kms_key_id  = root_block_device.value.kms_key_id
      volume_size = root_block_device.value.size
      volume_type = root_block_device.value.type
    }
  }

  dynamic "metadata_options" {
    for_each = var.metadata_options != null ? [var.metadata_options] : []

    content {
      http_endpoint               = metadata_options.value.http_endpoint
      http_tokens                 = metadata_options.value.http_tokens
      http_put_response_hop_limit = metadata_options.value.http_put_response_hop_limit
    }
  }

  lifecycle {
    ignore_changes = [ami]
  }
}

resource "aws_spot_instance_request" "this" {
  count = local.create && var.create_spot_instance ? 1 : 0

  ami                         = local.ami
  instance_type               = var.instance_type
  availability_zone           = var.availability_zone
  subnet_id                   = var.subnet_id
  tags                        = merge(var.tags, var.instance_tags, { "Name" = var.name })
  vpc_security_group_ids      = local.vpc_security_group_ids
  associate_public_ip_address = var.associate_public_ip_address
  iam_instance_profile        = var.create_iam_instance_profile ? aws_iam_instance_profile.this[0].name : var.iam_instance_profile

  dynamic "root_block_device" {
    for_each = var.root_block_device != null ? [var.root_block_device] : []

    content {
      encrypted   = root_block_device.value.encrypted
      kms_key_id  = root_block_device.value.kms_key_id
      volume_size = root_block_device.value.size
      volume_type = root_block_device.value.type
    }
  }

  dynamic "metadata_options" {
    for_each = var.metadata_options != null ? [var.metadata_options] : []

    content {
      http_endpoint               = metadata_options.value.http_endpoint
      http_tokens                 = metadata_options.value.http_tokens
      http_put_response_hop_limit = metadata_options.value.http_put_response_hop_limit
    }
  }
}

resource "aws_iam_role" "this" {
  count = local.create_profile ? 1 : 0

  name        = var.iam_role_use_name_prefix ? null : local.iam_role_name
  name_prefix = var.iam_role_use_name_prefix ? "${local.iam_role_name}-" : null
  path        = var.iam_role_path
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "EC2AssumeRole"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ec2.${data.aws_partition.current.dns_suffix}" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = { for k, v in var.iam_role_policies : k => v if local.create_profile }

  role       = aws_iam_role.this[0].name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "this" {
  count = local.create_profile ? 1 : 0

  name        = var.iam_role_use_name_prefix ? null : local.iam_role_name
  name_prefix = var.iam_role_use_name_prefix ? "${local.iam_role_name}-" : null
  path        = var.iam_role_path
  role        = aws_iam_role.this[0].name
}

resource "aws_eip" "this" {
  count = local.create && var.create_eip && !var.create_spot_instance ? 1 : 0

  instance = try(aws_instance.this[0].id, aws_instance.ignore_ami[0].id)
  domain   = var.eip_domain
}

data "aws_subnet" "this" {
  count = local.create_security_group ? 1 : 0

  id = var.subnet_id
}

resource "aws_security_group" "this" {
  count = local.create_security_group ? 1 : 0

  vpc_id = coalesce(var.security_group_vpc_id, data.aws_subnet.this[0].vpc_id)
}

resource "aws_ebs_volume" "this" {
  for_each = var.create && var.ebs_volumes != null ? var.ebs_volumes : {}

  availability_zone = try(aws_instance.this[0].availability_zone, aws_instance.ignore_ami[0].availability_zone, aws_spot_instance_request.this[0].availability_zone, null)
  encrypted         = each.value.encrypted
  kms_key_id        = each.value.kms_key_id
  size              = each.value.size
}

resource "aws_volume_attachment" "this" {
  for_each = var.create && var.ebs_volumes != null ? var.ebs_volumes : {}

  device_name = coalesce(each.value.device_name, each.key)
  instance_id = try(aws_instance.this[0].id, aws_instance.ignore_ami[0].id, aws_spot_instance_request.this[0].spot_instance_id, null)
  volume_id   = aws_ebs_volume.this[each.key].id
}

resource "terraform_data" "unmodelled" {}
