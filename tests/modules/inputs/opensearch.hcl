case "minimal" {
  inputs {
    domain_name = "logs"
  }
}

case "encrypted in a network" {
  inputs {
    domain_name     = "logs"
    engine_version  = "OpenSearch_2.13"
    encrypt_at_rest = { enabled = true, kms_key_id = "arn:aws:kms:eu-west-1:111122223333:key/one" }
    vpc_options     = { subnet_ids = ["subnet-1", "subnet-2"] }
    cluster_config  = { instance_count = 2, dedicated_master_enabled = false, zone_awareness_config = { availability_zone_count = 2 } }
    ebs_options     = { volume_size = 100 }
    domain_endpoint_options = { custom_endpoint = "logs.example.org", custom_endpoint_enabled = true, custom_endpoint_certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/one" }
    security_group_rules    = { vpc = { cidr_ipv4 = "10.0.0.0/16" } }
    access_policy_statements = { all = { effect = "Allow", actions = ["es:*"], principals = [{ type = "*", identifiers = ["*"] }] } }
    vpc_endpoints            = { one = { subnet_ids = ["subnet-3"], security_group_ids = ["sg-1"] } }
    tags                     = { team = "shop" }
  }
}

case "nothing encrypted" {
  inputs {
    domain_name               = "logs"
    encrypt_at_rest           = {}
    node_to_node_encryption   = {}
    domain_endpoint_options   = {}
    advanced_security_options = {}
    cluster_config            = { zone_awareness_enabled = false, instance_count = 1 }
    create_access_policy      = false
    access_policies           = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    create_security_group     = false
    vpc_options               = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
  }
}

case "not made" {
  inputs {
    create      = false
    domain_name = "logs"
  }
}
