case "minimal" {
  inputs {
    cluster_name = "apps"
  }
}

case "a service" {
  inputs {
    cluster_name                = "apps"
    cluster_settings            = { name = "containerInsights", value = "disabled" }
    cluster_setting             = [{ name = "containerInsights", value = "enhanced" }]
    create_task_exec_iam_role   = true
    task_exec_iam_role_policies = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
    services = {
      web = {
        cpu                = 512
        memory             = 1024
        subnet_ids         = ["subnet-1", "subnet-2"]
        security_group_ids = ["sg-1"]
        desired_count      = 2
        container_definitions = {
          app = { image = "public.ecr.aws/x/app:1", essential = true }
        }
      }
      worker = {
        name                           = "background"
        launch_type                    = "EC2"
        network_mode                   = "bridge"
        subnet_ids                     = ["subnet-1"]
        assign_public_ip               = true
        create_tasks_iam_role          = false
        tasks_iam_role_arn             = "arn:aws:iam::111122223333:role/worker"
        ignore_task_definition_changes = true
        load_balancer                  = { one = { target_group_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/x/y", container_name = "app", container_port = 80 } }
      }
    }
    tags = { team = "shop" }
  }
}

case "everything" {
  inputs {
    cluster_name          = "apps"
    cluster_configuration = { execute_command_configuration = { kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/one", logging = "OVERRIDE" } }
    services = {
      web = {
        subnet_ids                     = ["subnet-1"]
        enable_execute_command         = true
        capacity_provider_strategy     = { spot = { capacity_provider = "FARGATE_SPOT", weight = 1 } }
        security_group_use_name_prefix = false
        security_group_name            = "web"
        iam_role_use_name_prefix       = false
        tasks_iam_role_use_name_prefix = false
        tasks_iam_role_policies        = { read = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
        task_exec_iam_role_name        = "web-exec"
        volume_configuration           = { name = "data", managed_ebs_volume = { size_in_gb = 10 } }
      }
    }
    capacity_providers = {
      managed = {
        managed_instances_provider = {
          instance_launch_template = {
            network_configuration = { subnets = ["subnet-1"] }
            instance_requirements = { memory_mib = { min = 1024 }, vcpu_count = { min = 1 } }
          }
        }
      }
    }
    vpc_id = "vpc-1"
  }
}

case "not made" {
  inputs {
    create       = false
    cluster_name = "apps"
    services     = { web = { subnet_ids = ["subnet-1"] } }
  }
}

case "minimal" {
  module = "modules/cluster"
  inputs {
    cluster_name = "apps"
    name         = "apps"
  }
}

case "with a role" {
  module = "modules/cluster"
  inputs {
    cluster_name                       = "apps"
    name                               = "apps"
    create_task_exec_iam_role          = true
    task_exec_iam_role_use_name_prefix = false
  }
}

case "minimal" {
  module = "modules/service"
  inputs {
    name        = "web"
    cluster_arn = "arn:aws:ecs:eu-west-1:111122223333:cluster/apps"
    subnet_ids  = ["subnet-1"]
    container_definitions = {
      app = { image = "public.ecr.aws/x/app:1" }
    }
  }
}

case "a daemon with roles of others" {
  module = "modules/service"
  inputs {
    name                      = "agent"
    cluster_arn               = "arn:aws:ecs:eu-west-1:111122223333:cluster/apps"
    launch_type               = "EC2"
    scheduling_strategy       = "DAEMON"
    network_mode              = "host"
    create_task_exec_iam_role = false
    task_exec_iam_role_arn    = "arn:aws:iam::111122223333:role/exec"
    create_task_definition    = false
    task_definition_arn       = "arn:aws:ecs:eu-west-1:111122223333:task-definition/agent:1"
    create_security_group     = false
  }
}
