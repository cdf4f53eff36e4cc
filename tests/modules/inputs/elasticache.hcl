case "minimal" {
  inputs {
    replication_group_id = "sessions"
    subnet_ids           = ["subnet-1", "subnet-2"]
    vpc_id               = "vpc-1"
  }
}

case "encrypted in several zones" {
  inputs {
    replication_group_id       = "sessions"
    description                = "Sessions"
    engine_version             = "7.1"
    node_type                  = "cache.r7g.large"
    at_rest_encryption_enabled = true
    kms_key_arn                = "arn:aws:kms:eu-west-1:111122223333:key/one"
    transit_encryption_enabled = true
    auth_token                 = "not-a-secret-only-a-test"
    multi_az_enabled           = true
    num_cache_clusters         = 3
    security_group_ids         = ["sg-1"]
    security_group_rules       = { vpc = { cidr_ipv4 = "10.0.0.0/16" } }
    subnet_ids                 = ["subnet-1", "subnet-2"]
    vpc_id                     = "vpc-1"
    snapshot_retention_limit   = 7
    create_parameter_group     = true
    parameter_group_family     = "redis7"
    log_delivery_configuration = { slow-log = { destination_type = "cloudwatch-logs", log_format = "json" } }
    tags                       = { team = "shop" }
  }
}

case "cluster mode" {
  inputs {
    replication_group_id    = "sessions"
    cluster_mode_enabled    = true
    num_node_groups         = 2
    replicas_per_node_group = 1
    create_security_group   = false
    create_subnet_group     = false
    subnet_group_name       = "shared"
    automatic_failover_enabled = false
    transit_encryption_enabled = false
  }
}

case "a cluster without replication" {
  inputs {
    cluster_id               = "cache"
    engine                   = "memcached"
    create_cluster           = true
    create_replication_group = false
    node_type                = "cache.t4g.small"
    num_cache_nodes          = 2
    az_mode                  = "cross-az"
    subnet_ids               = ["subnet-1"]
    vpc_id                   = "vpc-1"
    security_group_use_name_prefix = false
  }
}

case "global" {
  inputs {
    replication_group_id                    = "world"
    create_primary_global_replication_group = true
    subnet_ids                              = ["subnet-1"]
    vpc_id                                  = "vpc-1"
  }
}

case "a secondary of a global group" {
  inputs {
    replication_group_id                      = "world-2"
    create_secondary_global_replication_group = true
    global_replication_group_id               = "ldgnf-world"
    subnet_ids                                = ["subnet-1"]
    vpc_id                                    = "vpc-1"
  }
}

case "not made" {
  inputs {
    create = false
  }
}

case "minimal" {
  module = "modules/serverless-cache"
  inputs {
    cache_name = "sessions"
  }
}

case "encrypted" {
  module = "modules/serverless-cache"
  inputs {
    cache_name         = "sessions"
    engine             = "valkey"
    kms_key_id         = "arn:aws:kms:eu-west-1:111122223333:key/one"
    subnet_ids         = ["subnet-1", "subnet-2"]
    security_group_ids = ["sg-1"]
  }
}

case "users" {
  module = "modules/user-group"
  inputs {
    user_group_id       = "app"
    create_default_user = true
    default_user        = { user_id = "app-default", passwords = ["not-a-secret-only-a-test"] }
    users               = { reader = { access_string = "on ~* +@read", passwords = ["not-a-secret-only-a-test"] } }
  }
}
