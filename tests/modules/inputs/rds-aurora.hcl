case "minimal" {
  inputs {
    name           = "shop"
    engine         = "aurora-postgresql"
    instance_class = "db.r7g.large"
    vpc_id         = "vpc-1"
  }
}

case "encrypted with instances" {
  inputs {
    name                  = "shop"
    engine                = "aurora-postgresql"
    engine_version        = "16.4"
    instance_class        = "db.r7g.large"
    cluster_instance_class = "db.r7g.large"
    instances             = { one = {}, two = { instance_class = "db.r7g.xlarge", publicly_accessible = true, availability_zone = "eu-west-1b" } }
    storage_encrypted     = true
    kms_key_id            = "arn:aws:kms:eu-west-1:111122223333:key/one"
    vpc_id                = "vpc-1"
    create_db_subnet_group = true
    subnets               = ["subnet-1", "subnet-2"]
    availability_zones    = ["eu-west-1a", "eu-west-1b"]
    security_group_rules  = { vpc = { cidr_blocks = ["10.0.0.0/16"] } }
    database_name         = "shop"
    master_username       = "shop"
    deletion_protection   = true
    create_monitoring_role = true
    monitoring_interval   = 60
    tags                  = { team = "shop" }
  }
}

case "serverless, open" {
  inputs {
    name                    = "dev"
    engine                  = "aurora-mysql"
    engine_mode             = "provisioned"
    serverlessv2_scaling_configuration = { min_capacity = 0.5, max_capacity = 4 }
    instance_class          = "db.serverless"
    cluster_instance_class  = "db.serverless"
    instances               = { one = {} }
    storage_encrypted       = false
    publicly_accessible     = true
    db_subnet_group_name    = "shared"
    create_security_group   = false
    vpc_security_group_ids  = ["sg-1"]
    instances_use_identifier_prefix = true
    cluster_use_name_prefix = true
  }
}

case "scaled" {
  inputs {
    name                   = "busy"
    engine                 = "aurora-postgresql"
    instance_class         = "db.r7g.large"
    cluster_instance_class = "db.r7g.large"
    instances              = { one = {} }
    autoscaling_enabled    = true
    autoscaling_min_capacity = 1
    autoscaling_max_capacity = 3
    vpc_id                 = "vpc-1"
    db_subnet_group_name   = "shared"
  }
}

case "not made" {
  inputs {
    create = false
    name   = "none"
  }
}
