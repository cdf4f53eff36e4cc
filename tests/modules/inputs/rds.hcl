case "minimal" {
  inputs {
    identifier           = "shop"
    engine               = "postgres"
    family               = "postgres16"
    major_engine_version = "16"
    instance_class       = "db.t4g.small"
    allocated_storage    = 20
  }
}

case "encrypted in several zones" {
  inputs {
    identifier                  = "shop"
    engine                      = "postgres"
    engine_version              = "16.4"
    family                      = "postgres16"
    major_engine_version        = "16"
    instance_class              = "db.m7g.large"
    allocated_storage           = 100
    max_allocated_storage       = 500
    storage_encrypted           = true
    kms_key_id                  = "arn:aws:kms:eu-west-1:111122223333:key/one"
    multi_az                    = true
    db_name                     = "shop"
    username                    = "shop"
    manage_master_user_password = true
    create_db_subnet_group      = true
    subnet_ids                  = ["subnet-1", "subnet-2"]
    vpc_security_group_ids      = ["sg-1"]
    publicly_accessible         = false
    deletion_protection         = true
    backup_retention_period     = 14
    create_monitoring_role      = true
    monitoring_interval         = 60
    monitoring_role_name        = "rds-monitoring"
    performance_insights_enabled = true
    enabled_cloudwatch_logs_exports = ["postgresql"]
    tags                        = { team = "shop" }
  }
}

case "open, in a group of others" {
  inputs {
    identifier                     = "legacy"
    engine                         = "mysql"
    family                         = "mysql8.0"
    major_engine_version           = "8.0"
    instance_class                 = "db.t3.micro"
    allocated_storage              = 20
    storage_encrypted              = false
    publicly_accessible            = true
    db_subnet_group_name           = "shared"
    instance_use_identifier_prefix = true
    replicate_source_db            = "arn:aws:rds:eu-west-1:111122223333:db:other"
    create_db_option_group         = false
    create_db_parameter_group      = false
    availability_zone              = "eu-west-1a"
    db_subnet_group_use_name_prefix = false
    iam_database_authentication_enabled = true
  }
}

case "not made" {
  inputs {
    create_db_instance        = false
    create_db_option_group    = false
    create_db_parameter_group = false
    identifier                = "none"
  }
}
