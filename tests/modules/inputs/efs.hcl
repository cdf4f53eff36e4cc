case "minimal" {
  inputs {
    name = "files"
  }
}

case "encrypted in two subnets" {
  inputs {
    name           = "files"
    creation_token = "files"
    encrypted      = true
    kms_key_arn    = "arn:aws:kms:eu-west-1:111122223333:key/one"
    mount_targets = {
      a = { subnet_id = "subnet-1" }
      b = { subnet_id = "subnet-2", security_groups = ["sg-9"] }
    }
    security_group_vpc_id = "vpc-1"
    security_group_rules  = { vpc = { cidr_blocks = ["10.0.0.0/16"] } }
    attach_policy         = true
    enable_backup_policy  = true
    performance_mode      = "generalPurpose"
    throughput_mode       = "elastic"
    tags                  = { team = "shop" }
  }
}

case "not encrypted, replicated" {
  inputs {
    name                            = "files"
    encrypted                       = false
    availability_zone_name          = "eu-west-1a"
    create_security_group           = false
    create_backup_policy            = false
    attach_policy                   = false
    access_points                   = { app = { root_directory = { path = "/app" } } }
    create_replication_configuration = true
    replication_configuration_destination = { region = "eu-central-1" }
  }
}

case "not made" {
  inputs {
    create = false
    name   = "files"
  }
}
