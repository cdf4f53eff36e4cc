variable "create" {
  type    = bool
  default = true
}

variable "create_service" {
  type    = bool
  default = true
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "ignore_task_definition_changes" {
  type    = bool
  default = false
}

variable "alarms" {
  type    = any
  default = {}
}

variable "capacity_provider_strategy" {
  type    = any
  default = {}
}

variable "cluster_arn" {
  type    = string
  default = ""
}

variable "deployment_circuit_breaker" {
  type    = any
  default = {}
}

variable "deployment_controller" {
  type    = any
  default = {}
}

variable "deployment_maximum_percent" {
  type    = number
  default = 200
}

variable "deployment_minimum_healthy_percent" {
  type    = number
  default = 66
}

variable "desired_count" {
  type    = number
  default = 1
}

variable "enable_ecs_managed_tags" {
  type    = bool
  default = true
}

variable "enable_execute_command" {
  type    = bool
  default = false
}

variable "force_new_deployment" {
  type    = bool
  default = true
}

variable "health_check_grace_period_seconds" {
  type    = number
  default = null
}

variable "launch_type" {
  type    = string
  default = "FARGATE"
}

variable "load_balancer" {
  type    = any
  default = {}
}

variable "name" {
  type    = string
  default = null
}

variable "assign_public_ip" {
  type    = bool
  default = false
}

variable "security_group_ids" {
  type    = list(string)
  default = []
}

variable "subnet_ids" {
  type    = list(string)
  default = []
}

variable "ordered_placement_strategy" {
  type    = any
  default = {}
}

variable "placement_constraints" {
  type    = any
  default = {}
}

variable "platform_version" {
  type    = string
  default = null
}

variable "propagate_tags" {
  type    = string
  default = null
}

variable "scheduling_strategy" {
  type    = string
  default = null
}

variable "service_connect_configuration" {
  type    = any
  default = {}
}

variable "service_registries" {
  type    = any
  default = {}
}

variable "timeouts" {
  type    = map(string)
  default = {}
}

variable "triggers" {
  type    = any
  default = {}
}

variable "wait_for_steady_state" {
  type    = bool
  default = null
}

variable "service_tags" {
  type    = map(string)
  default = {}
}

variable "create_iam_role" {
  type    = bool
  default = true
}

variable "iam_role_arn" {
  type    = string
  default = null
}

variable "iam_role_name" {
  type    = string
  default = null
}

variable "iam_role_use_name_prefix" {
  type    = bool
  default = true
}

variable "iam_role_path" {
  type    = string
  default = null
}

variable "iam_role_description" {
  type    = string
  default = null
}

variable "iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "iam_role_tags" {
  type    = map(string)
  default = {}
}

variable "iam_role_statements" {
  type    = any
  default = {}
}

variable "create_task_definition" {
  type    = bool
  default = true
}

variable "task_definition_arn" {
  type    = string
  default = null
}

variable "container_definitions" {
  type    = any
  default = {}
}

variable "container_definition_defaults" {
  type    = any
  default = {}
}

variable "cpu" {
  type    = number
  default = 1024
}

variable "ephemeral_storage" {
  type    = any
  default = {}
}

variable "family" {
  type    = string
  default = null
}

variable "inference_accelerator" {
  type    = any
  default = {}
}

variable "ipc_mode" {
  type    = string
  default = null
}

variable "memory" {
  type    = number
  default = 2048
}

variable "network_mode" {
  type    = string
  default = "awsvpc"
}

variable "pid_mode" {
  type    = string
  default = null
}

variable "task_definition_placement_constraints" {
  type    = any
  default = {}
}

variable "proxy_configuration" {
  type    = any
  default = {}
}

variable "requires_compatibilities" {
  type    = list(string)
  default = ["FARGATE"]
}

variable "runtime_platform" {
  type = any
  default = {
    operating_system_family = "LINUX"
    cpu_architecture        = "X86_64"
  }
}

variable "skip_destroy" {
  type    = bool
  default = null
}

variable "volume" {
  type    = any
  default = {}
}

variable "task_tags" {
  type    = map(string)
  default = {}
}

variable "create_task_exec_iam_role" {
  type    = bool
  default = true
}

variable "task_exec_iam_role_arn" {
  type    = string
  default = null
}

variable "task_exec_iam_role_name" {
  type    = string
  default = null
}

variable "task_exec_iam_role_use_name_prefix" {
  type    = bool
  default = true
}

variable "task_exec_iam_role_path" {
  type    = string
  default = null
}

variable "task_exec_iam_role_description" {
  type    = string
  default = null
}

variable "task_exec_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "task_exec_iam_role_tags" {
  type    = map(string)
  default = {}
}

variable "task_exec_iam_role_policies" {
  type    = map(string)
  default = {}
}

variable "task_exec_iam_role_max_session_duration" {
  type    = number
  default = null
}

variable "create_task_exec_policy" {
  type    = bool
  default = true
}

variable "task_exec_ssm_param_arns" {
  type    = list(string)
  default = ["arn:aws:ssm:*:*:parameter/*"]
}

variable "task_exec_secret_arns" {
  type    = list(string)
  default = ["arn:aws:secretsmanager:*:*:secret:*"]
}

variable "task_exec_iam_statements" {
  type    = any
  default = {}
}

variable "task_exec_iam_policy_path" {
  type    = string
  default = null
}

variable "create_tasks_iam_role" {
  type    = bool
  default = true
}

variable "tasks_iam_role_arn" {
  type    = string
  default = null
}

variable "tasks_iam_role_name" {
  type    = string
  default = null
}

variable "tasks_iam_role_use_name_prefix" {
  type    = bool
  default = true
}

variable "tasks_iam_role_path" {
  type    = string
  default = null
}

variable "tasks_iam_role_description" {
  type    = string
  default = null
}

variable "tasks_iam_role_permissions_boundary" {
  type    = string
  default = null
}

variable "tasks_iam_role_tags" {
  type    = map(string)
  default = {}
}

variable "tasks_iam_role_policies" {
  type    = map(string)
  default = {}
}

variable "tasks_iam_role_statements" {
  type    = any
  default = {}
}

variable "external_id" {
  type    = string
  default = null
}

variable "scale" {
  type    = any
  default = {}
}

variable "force_delete" {
  type    = bool
  default = null
}

variable "wait_until_stable" {
  type    = bool
  default = null
}

variable "wait_until_stable_timeout" {
  type    = string
  default = null
}

variable "enable_autoscaling" {
  type    = bool
  default = true
}

variable "autoscaling_min_capacity" {
  type    = number
  default = 1
}

variable "autoscaling_max_capacity" {
  type    = number
  default = 10
}

variable "autoscaling_policies" {
  type = any
  default = {
    cpu = {
      policy_type = "TargetTrackingScaling"
      target_tracking_scaling_policy_configuration = {
        predefined_metric_specification = {
          predefined_metric_type = "ECSServiceAverageCPUUtilization"
        }
      }
    }
    memory = {
      policy_type = "TargetTrackingScaling"
      target_tracking_scaling_policy_configuration = {
        predefined_metric_specification = {
          predefined_metric_type = "ECSServiceAverageMemoryUtilization"
        }
      }
    }
  }
}

variable "autoscaling_scheduled_actions" {
  type    = any
  default = {}
}

variable "create_security_group" {
  type    = bool
  default = true
}

variable "security_group_name" {
  type    = string
  default = null
}

variable "security_group_use_name_prefix" {
  type    = bool
  default = true
}

variable "security_group_description" {
  type    = string
  default = null
}

variable "security_group_rules" {
  type    = any
  default = {}
}

variable "security_group_tags" {
  type    = map(string)
  default = {}
}
