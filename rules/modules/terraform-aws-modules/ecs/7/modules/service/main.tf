data "aws_region" "current" {
  count = var.create ? 1 : 0
}

data "aws_partition" "current" {
  count = var.create ? 1 : 0
}

data "aws_caller_identity" "current" {
  count = var.create ? 1 : 0
}

locals {
  account_id = try(data.aws_caller_identity.current[0].account_id, "")
  partition  = try(data.aws_partition.current[0].partition, "")
  region     = try(data.aws_region.current[0].region, "")

  external  = try(var.deployment_controller.type, null) == "EXTERNAL"
  daemon    = var.scheduling_strategy == "DAEMON"
  in_vpc    = var.network_mode == "awsvpc" && !local.external
  providers = var.capacity_provider_strategy != null

  create_service            = var.create && var.create_service
  create_task_definition    = var.create && var.create_task_definition
  create_task_exec_iam_role = local.create_task_definition && var.create_task_exec_iam_role
  create_task_exec_policy   = local.create_task_exec_iam_role && var.create_task_exec_policy
  create_tasks_iam_role     = local.create_task_definition && var.create_tasks_iam_role
  create_tasks_policy       = local.create_tasks_iam_role && (var.tasks_iam_role_statements != null || var.enable_execute_command)
  create_security_group     = var.create && var.create_security_group && var.network_mode == "awsvpc"

  # A role for the service is needed only outside of awsvpc networking.
  needs_iam_role  = var.network_mode != "awsvpc" && var.load_balancer != null
  create_iam_role = var.create && var.create_iam_role && local.needs_iam_role

  iam_role_name           = try(coalesce(var.iam_role_name, var.name), "")
  task_exec_iam_role_name = coalesce(var.task_exec_iam_role_name, "${var.name}${var.disable_v7_default_name_description ? "" : "-task-exec"}")
  tasks_iam_role_name     = coalesce(var.tasks_iam_role_name, "${var.name}${var.disable_v7_default_name_description ? "" : "-tasks"}")
  security_group_name     = coalesce(var.security_group_name, "${var.name}${var.disable_v7_default_name_description ? "" : "-service"}")

  create_infrastructure = var.create && var.create_infrastructure_iam_role && (var.volume_configuration != null || var.vpc_lattice_configurations != null || var.deployment_configuration != null)
  infrastructure_name   = coalesce(var.infrastructure_iam_role_name, "${var.name}${var.disable_v7_default_name_description ? "" : "-infra"}")
}

resource "aws_ecs_service" "this" {
  count = local.create_service && !var.ignore_task_definition_changes ? 1 : 0

  name                   = var.name
  cluster                = var.cluster_arn
  launch_type            = local.external || local.providers ? null : var.launch_type
  desired_count          = local.daemon || local.external ? null : var.desired_count
  enable_execute_command = var.enable_execute_command
  iam_role               = local.needs_iam_role ? try(aws_iam_role.service[0].arn, var.iam_role_arn) : null
  task_definition        = local.create_task_definition ? aws_ecs_task_definition.this[0].arn : var.task_definition_arn

  dynamic "network_configuration" {
    for_each = local.in_vpc ? [1] : []

    content {
      subnets          = var.subnet_ids
      security_groups  = concat(aws_security_group.this[*].id, var.security_group_ids)
      assign_public_ip = var.assign_public_ip
    }
  }

  lifecycle {
    ignore_changes = [desired_count]
  }
}

resource "aws_ecs_service" "ignore_task_definition" {
  count = local.create_service && var.ignore_task_definition_changes ? 1 : 0

  name                   = var.name
  cluster                = var.cluster_arn
  launch_type            = local.external || local.providers ? null : var.launch_type
  desired_count          = local.daemon || local.external ? null : var.desired_count
  enable_execute_command = var.enable_execute_command
  iam_role               = local.needs_iam_role ? try(aws_iam_role.service[0].arn, var.iam_role_arn) : null
  task_definition        = local.create_task_definition ? aws_ecs_task_definition.this[0].arn : var.task_definition_arn

  dynamic "network_configuration" {
    for_each = local.in_vpc ? [1] : []

    content {
      subnets          = var.subnet_ids
      security_groups  = concat(aws_security_group.this[*].id, var.security_group_ids)
      assign_public_ip = var.assign_public_ip
    }
  }

  lifecycle {
    ignore_changes = [desired_count, task_definition]
  }
}

resource "aws_ecs_task_definition" "this" {
  count = local.create_task_definition ? 1 : 0

  family             = coalesce(var.family, var.name)
  network_mode       = var.network_mode
  execution_role_arn = try(aws_iam_role.task_exec[0].arn, var.task_exec_iam_role_arn)
  task_role_arn      = try(aws_iam_role.tasks[0].arn, var.tasks_iam_role_arn)
}

resource "aws_iam_role" "service" {
  count = local.create_iam_role ? 1 : 0

  name                 = var.iam_role_use_name_prefix ? null : local.iam_role_name
  name_prefix          = var.iam_role_use_name_prefix ? "${local.iam_role_name}-" : null
  path                 = var.iam_role_path
  permissions_boundary = var.iam_role_permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ECSServiceAssumeRole"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs.amazonaws.com" }
    }]
  })
}

resource "aws_iam_policy" "service" {
  count = local.create_iam_role ? 1 : 0

  name        = var.iam_role_use_name_prefix ? null : local.iam_role_name
  name_prefix = var.iam_role_use_name_prefix ? "${local.iam_role_name}-" : null
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "service" {
  count = local.create_iam_role ? 1 : 0

  role       = aws_iam_role.service[0].name
  policy_arn = aws_iam_policy.service[0].arn
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

resource "aws_iam_role" "tasks" {
  count = local.create_tasks_iam_role ? 1 : 0

  name                 = var.tasks_iam_role_use_name_prefix ? null : local.tasks_iam_role_name
  name_prefix          = var.tasks_iam_role_use_name_prefix ? "${local.tasks_iam_role_name}-" : null
  path                 = var.tasks_iam_role_path
  permissions_boundary = var.tasks_iam_role_permissions_boundary
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "ECSTasksAssumeRole"
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs-tasks.amazonaws.com" }
      Condition = {
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:ecs:${local.region}:${local.account_id}:*" }
        StringEquals = { "aws:SourceAccount" = local.account_id }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "tasks" {
  for_each = { for k, v in var.tasks_iam_role_policies : k => v if local.create_tasks_iam_role }

  role       = aws_iam_role.tasks[0].name
  policy_arn = each.value
}

resource "aws_iam_policy" "tasks" {
  count = local.create_tasks_policy ? 1 : 0

  name        = var.tasks_iam_role_use_name_prefix ? null : local.tasks_iam_role_name
  name_prefix = var.tasks_iam_role_use_name_prefix ? "${local.tasks_iam_role_name}-" : null
  policy      = terraform_data.unmodelled.id
}

resource "aws_iam_role_policy_attachment" "tasks_internal" {
  count = local.create_tasks_policy ? 1 : 0

  role       = aws_iam_role.tasks[0].name
  policy_arn = aws_iam_policy.tasks[0].arn
}

resource "aws_iam_role" "infrastructure_iam_role" {
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
      Action    = "sts:AssumeRole"
      Principal = { Service = "ecs.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "infrastructure_iam_role_ebs_policy" {
  count = local.create_infrastructure && var.volume_configuration != null ? 1 : 0

  role       = aws_iam_role.infrastructure_iam_role[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/service-role/AmazonECSInfrastructureRolePolicyForVolumes"
}

resource "aws_iam_role_policy_attachment" "infrastructure_iam_role_vpc_lattice_policy" {
  count = local.create_infrastructure && var.vpc_lattice_configurations != null ? 1 : 0

  role       = aws_iam_role.infrastructure_iam_role[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForVpcLattice"
}

resource "aws_iam_role_policy_attachment" "infrastructure_iam_role_load_balancer_policy" {
  count = local.create_infrastructure && var.deployment_configuration != null ? 1 : 0

  role       = aws_iam_role.infrastructure_iam_role[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"
}

data "aws_subnet" "this" {
  count = local.create_security_group ? 1 : 0

  id = element(var.subnet_ids, 0)
}

resource "aws_security_group" "this" {
  count = local.create_security_group ? 1 : 0

  name        = var.security_group_use_name_prefix ? null : local.security_group_name
  name_prefix = var.security_group_use_name_prefix ? "${local.security_group_name}-" : null
  vpc_id      = var.vpc_id == null ? data.aws_subnet.this[0].vpc_id : var.vpc_id
}

resource "terraform_data" "unmodelled" {}
