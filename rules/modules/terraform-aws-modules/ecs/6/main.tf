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
  name                                    = var.cluster_name
  configuration                           = var.cluster_configuration
  setting                                 = var.cluster_setting
  tags                                    = merge(var.tags, var.cluster_tags)
}

module "service" {
  source = "./modules/service"

  for_each = { for k, v in coalesce(var.services, {}) : k => v if var.create }

  cluster_arn                                  = module.cluster.arn
  name                                         = coalesce(each.value.name, each.key)
  create                                       = each.value.create
  create_service                               = each.value.create_service
  ignore_task_definition_changes               = each.value.ignore_task_definition_changes
  capacity_provider_strategy                   = each.value.capacity_provider_strategy
  deployment_controller                        = each.value.deployment_controller
  desired_count                                = each.value.desired_count
  enable_execute_command                       = each.value.enable_execute_command
  launch_type                                  = each.value.launch_type
  load_balancer                                = each.value.load_balancer
  assign_public_ip                             = each.value.assign_public_ip
  security_group_ids                           = each.value.security_group_ids
  subnet_ids                                   = each.value.subnet_ids
  scheduling_strategy                          = each.value.scheduling_strategy
  create_iam_role                              = each.value.create_iam_role
  iam_role_arn                                 = each.value.iam_role_arn
  iam_role_name                                = each.value.iam_role_name
  iam_role_use_name_prefix                     = each.value.iam_role_use_name_prefix
  iam_role_path                                = each.value.iam_role_path
  iam_role_permissions_boundary                = each.value.iam_role_permissions_boundary
  create_task_definition                       = each.value.create_task_definition
  task_definition_arn                          = each.value.task_definition_arn
  family                                       = each.value.family
  network_mode                                 = each.value.network_mode
  create_task_exec_iam_role                    = each.value.create_task_exec_iam_role
  task_exec_iam_role_arn                       = try(coalesce(each.value.task_exec_iam_role_arn, module.cluster.task_exec_iam_role_arn), null)
  task_exec_iam_role_name                      = each.value.task_exec_iam_role_name
  task_exec_iam_role_use_name_prefix           = each.value.task_exec_iam_role_use_name_prefix
  task_exec_iam_role_path                      = each.value.task_exec_iam_role_path
  task_exec_iam_role_permissions_boundary      = each.value.task_exec_iam_role_permissions_boundary
  task_exec_iam_role_policies                  = each.value.task_exec_iam_role_policies
  create_task_exec_policy                      = each.value.create_task_exec_policy
  create_tasks_iam_role                        = each.value.create_tasks_iam_role
  tasks_iam_role_arn                           = each.value.tasks_iam_role_arn
  tasks_iam_role_name                          = each.value.tasks_iam_role_name
  tasks_iam_role_use_name_prefix               = each.value.tasks_iam_role_use_name_prefix
  tasks_iam_role_path                          = each.value.tasks_iam_role_path
  tasks_iam_role_permissions_boundary          = each.value.tasks_iam_role_permissions_boundary
  tasks_iam_role_policies                      = each.value.tasks_iam_role_policies
  tasks_iam_role_statements                    = each.value.tasks_iam_role_statements
  create_security_group                        = each.value.create_security_group
  security_group_name                          = each.value.security_group_name
  security_group_use_name_prefix               = each.value.security_group_use_name_prefix
  vpc_id                                       = each.value.vpc_id
  create_infrastructure_iam_role               = each.value.create_infrastructure_iam_role
  infrastructure_iam_role_name                 = each.value.infrastructure_iam_role_name
  infrastructure_iam_role_use_name_prefix      = each.value.infrastructure_iam_role_use_name_prefix
  infrastructure_iam_role_path                 = each.value.infrastructure_iam_role_path
  infrastructure_iam_role_permissions_boundary = each.value.infrastructure_iam_role_permissions_boundary
  volume_configuration                         = each.value.volume_configuration
  vpc_lattice_configurations                   = each.value.vpc_lattice_configurations
}

resource "terraform_data" "unmodelled" {}
