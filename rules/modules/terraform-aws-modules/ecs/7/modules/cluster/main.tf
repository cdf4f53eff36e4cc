locals {
  create_task_exec_iam_role = var.create && var.create_task_exec_iam_role
  create_task_exec_policy   = local.create_task_exec_iam_role && var.create_task_exec_policy
  task_exec_iam_role_name   = try(coalesce(var.task_exec_iam_role_name, "${var.name}${var.disable_v7_default_name_description ? "" : "-task-exec"}"), "")

  managed_instances     = anytrue([for k, v in coalesce(var.capacity_providers, {}) : v.managed_instances_provider != null])
  create_infrastructure = var.create && var.create_infrastructure_iam_role && local.managed_instances
  create_node           = var.create && var.create_node_iam_instance_profile && local.managed_instances
  create_security_group = var.create && var.create_security_group && local.managed_instances
  infrastructure_name   = coalesce(var.infrastructure_iam_role_name, "${var.name}-infra")
  node_name             = coalesce(var.node_iam_role_name, "${var.name}-node")
  security_group_name   = coalesce(var.security_group_name, "${var.name}${var.disable_v7_default_name_description ? "" : "-cluster"}")
}

resource "aws_ecs_cluster" "this" {
  count = var.create ? 1 : 0

  name = var.name
  tags = var.tags

  dynamic "configuration" {
    for_each = var.configuration == null ? [] : [var.configuration]

    content {
      dynamic "execute_command_configuration" {
        for_each = configuration.value.execute_command_configuration == null ? [] : [configuration.value.execute_command_configuration]

        content {
          kms_key_id = execute_command_configuration.value.kms_key_id
          logging    = execute_command_configuration.value.logging
        }
      }

      dynamic "managed_storage_configuration" {
        for_each = configuration.value.managed_storage_configuration == null ? [] : [configuration.value.managed_storage_configuration]

        content {
          kms_key_id = managed_storage_configuration.value.kms_key_id
        }
      }
    }
  }

  dynamic "setting" {
    for_each = coalesce(var.setting, [])

    content {
      name  = setting.value.name
      value = setting.value.value
    }
  }
}

resource "aws_iam_role" "task_exec" {
  count = local.create_task_exec_iam_role ? 1 : 0

  name                 = var.task_exec_iam_role_use_name_prefix ? null : local.task_exec_iam_role_name
  name_prefix          = var.task_exec_iam_role_use_name_prefix ? "${local.task_exec_iam_role_name}-" : null
  path                 = var.task_exec_iam_role_path
  permissions_boundary = var.task_exec_iam_role_permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ECSTaskExecutionAssumeRole"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "task_exec_additional" {
  for_each = { for k, v in var.task_exec_iam_role_policies : k => v if local.create_task_exec_iam_role }

  role       = aws_iam_role.task_exec[0].name
  policy_arn = each.value
}

resource "aws_iam_policy" "task_exec" {
  count = local.create_task_exec_policy ? 1 : 0

  name        = var.task_exec_iam_role_use_name_prefix ? null : local.task_exec_iam_role_name
  name_prefix = var.task_exec_iam_role_use_name_prefix ? "${local.task_exec_iam_role_name}-" : null
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "task_exec" {
  count = local.create_task_exec_policy ? 1 : 0

  role       = aws_iam_role.task_exec[0].name
  policy_arn = aws_iam_policy.task_exec[0].arn
}

resource "aws_iam_role" "infrastructure" {
  count = local.create_infrastructure ? 1 : 0

  name                 = var.infrastructure_iam_role_use_name_prefix ? null : local.infrastructure_name
  name_prefix          = var.infrastructure_iam_role_use_name_prefix ? "${local.infrastructure_name}-" : null
  path                 = var.infrastructure_iam_role_path
  permissions_boundary = var.infrastructure_iam_role_permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ECSServiceAssumeRole"
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "ecs.amazonaws.com" }
    }]
  })
}

resource "aws_iam_policy" "infrastructure" {
  count = local.create_infrastructure ? 1 : 0

  name        = var.infrastructure_iam_role_use_name_prefix ? null : local.infrastructure_name
  name_prefix = var.infrastructure_iam_role_use_name_prefix ? "${local.infrastructure_name}-" : null
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "infrastructure" {
  count = local.create_infrastructure ? 1 : 0

  role       = aws_iam_role.infrastructure[0].name
  policy_arn = aws_iam_policy.infrastructure[0].arn
}

resource "aws_iam_role" "node" {
  count = local.create_node ? 1 : 0

  name                 = var.node_iam_role_use_name_prefix ? null : local.node_name
  name_prefix          = var.node_iam_role_use_name_prefix ? "${local.node_name}-" : null
  path                 = var.node_iam_role_path
  permissions_boundary = var.node_iam_role_permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ECSNodeAssumeRole"
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Principal = { Service = "ec2.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "node_additional" {
  for_each = { for k, v in var.node_iam_role_additional_policies : k => v if local.create_node }

  role       = aws_iam_role.node[0].name
  policy_arn = each.value
}

resource "aws_iam_policy" "node" {
  count = local.create_node ? 1 : 0

  name        = var.node_iam_role_use_name_prefix ? null : local.node_name
  name_prefix = var.node_iam_role_use_name_prefix ? "${local.node_name}-" : null
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "node" {
  count = local.create_node ? 1 : 0

  role       = aws_iam_role.node[0].name
  policy_arn = aws_iam_policy.node[0].arn
}

resource "aws_iam_instance_profile" "this" {
  count = local.create_node ? 1 : 0

  name        = var.node_iam_role_use_name_prefix ? null : local.node_name
  name_prefix = var.node_iam_role_use_name_prefix ? "${local.node_name}-" : null
  role        = aws_iam_role.node[0].name
}

resource "aws_security_group" "this" {
  count = local.create_security_group ? 1 : 0

  name        = var.security_group_use_name_prefix ? null : local.security_group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.security_group_name}-" : null
  vpc_id      = var.vpc_id
}

resource "terraform_data" "unmodelled" {}
