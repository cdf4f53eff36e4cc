module "cluster" {
  source = "./modules/cluster"

  create                                  = var.create
  create_task_exec_iam_role               = var.create_task_exec_iam_role
  task_exec_iam_role_name                 = var.task_exec_iam_role_name
  task_exec_iam_role_use_name_prefix      = var.task_exec_iam_role_use_name_prefix
  task_exec_iam_role_path                 = var.task_exec_iam_role_path
  task_exec_iam_role_permissions_boundary = var.task_exec_iam_role_permissions_boundary
  task_exec_iam_role_policies             = var.task_exec_iam_role_policies
  create_task_exec_policy                 = var.create_task_exec_policy
  cluster_name                            = var.cluster_name
  cluster_settings                        = var.cluster_settings
  tags                                    = merge(var.tags, var.cluster_tags)
}

module "service" {
  source = "./modules/service"

  for_each = { for k, v in var.services : k => v if var.create }

  cluster_arn                             = module.cluster.arn
  name                                    = try(each.value.name, each.key)
  create                                  = try(each.value.create, true)
  create_service                          = try(each.value.create_service, true)
  ignore_task_definition_changes          = try(each.value.ignore_task_definition_changes, false)
  capacity_provider_strategy              = try(each.value.capacity_provider_strategy, {})
  deployment_controller                   = try(each.value.deployment_controller, {})
  desired_count                           = try(each.value.desired_count, 1)
  enable_execute_command                  = try(each.value.enable_execute_command, false)
  launch_type                             = try(each.value.launch_type, "FARGATE")
  load_balancer                           = try(each.value.load_balancer, {})
  assign_public_ip                        = try(each.value.assign_public_ip, false)
  security_group_ids                      = try(each.value.security_group_ids, [])
  subnet_ids                              = try(each.value.subnet_ids, [])
  scheduling_strategy                     = try(each.value.scheduling_strategy, null)
  create_iam_role                         = try(each.value.create_iam_role, true)
  iam_role_arn                            = try(each.value.iam_role_arn, null)
  iam_role_name                           = try(each.value.iam_role_name, null)
  iam_role_use_name_prefix                = try(each.value.iam_role_use_name_prefix, true)
  iam_role_path                           = try(each.value.iam_role_path, null)
  iam_role_permissions_boundary           = try(each.value.iam_role_permissions_boundary, null)
  create_task_definition                  = try(each.value.create_task_definition, true)
  task_definition_arn                     = try(each.value.task_definition_arn, null)
  family                                  = try(each.value.family, null)
  network_mode                            = try(each.value.network_mode, "awsvpc")
  create_task_exec_iam_role               = try(each.value.create_task_exec_iam_role, true)
  task_exec_iam_role_arn                  = try(each.value.task_exec_iam_role_arn, null)
  task_exec_iam_role_name                 = try(each.value.task_exec_iam_role_name, null)
  task_exec_iam_role_use_name_prefix      = try(each.value.task_exec_iam_role_use_name_prefix, true)
  task_exec_iam_role_path                 = try(each.value.task_exec_iam_role_path, null)
  task_exec_iam_role_permissions_boundary = try(each.value.task_exec_iam_role_permissions_boundary, null)
  task_exec_iam_role_policies             = try(each.value.task_exec_iam_role_policies, {})
  create_task_exec_policy                 = try(each.value.create_task_exec_policy, true)
  create_tasks_iam_role                   = try(each.value.create_tasks_iam_role, true)
  tasks_iam_role_arn                      = try(each.value.tasks_iam_role_arn, null)
  tasks_iam_role_name                     = try(each.value.tasks_iam_role_name, null)
  tasks_iam_role_use_name_prefix          = try(each.value.tasks_iam_role_use_name_prefix, true)
  tasks_iam_role_path                     = try(each.value.tasks_iam_role_path, null)
  tasks_iam_role_permissions_boundary     = try(each.value.tasks_iam_role_permissions_boundary, null)
  tasks_iam_role_policies                 = try(each.value.tasks_iam_role_policies, {})
  tasks_iam_role_statements               = try(each.value.tasks_iam_role_statements, {})
  create_security_group                   = try(each.value.create_security_group, true)
  security_group_name                     = try(each.value.security_group_name, null)
  security_group_use_name_prefix          = try(each.value.security_group_use_name_prefix, true)
}

resource "terraform_data" "unmodelled" {}
