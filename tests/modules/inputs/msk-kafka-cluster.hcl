case "minimal" {
  inputs {
    name                        = "events"
    kafka_version               = "3.7.x"
    number_of_broker_nodes      = 3
    broker_node_client_subnets  = ["subnet-1", "subnet-2", "subnet-3"]
    broker_node_instance_type   = "kafka.m7g.large"
    broker_node_security_groups = ["sg-1"]
  }
}

case "encrypted with clients" {
  inputs {
    name                                = "events"
    kafka_version                       = "3.7.x"
    number_of_broker_nodes              = 3
    broker_node_client_subnets          = ["subnet-1", "subnet-2", "subnet-3"]
    broker_node_instance_type           = "kafka.m7g.large"
    broker_node_security_groups         = ["sg-1"]
    encryption_at_rest_kms_key_arn      = "arn:aws:kms:eu-west-1:111122223333:key/one"
    encryption_in_transit_client_broker = "TLS"
    encryption_in_transit_in_cluster    = true
    client_authentication = {
      sasl            = { scram = true, iam = false }
      tls             = { certificate_authority_arns = ["arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/one"] }
      unauthenticated = false
    }
    create_scram_secret_association          = true
    scram_secret_association_secret_arn_list = ["arn:aws:secretsmanager:eu-west-1:111122223333:secret:AmazonMSK_x"]
    broker_node_storage_info                 = { ebs_storage_info = { volume_size = 100 } }
    tags                                     = { team = "shop" }
  }
}

case "everything" {
  inputs {
    name                          = "events"
    kafka_version                 = "3.7.x"
    number_of_broker_nodes        = 2
    broker_node_client_subnets    = ["subnet-1", "subnet-2"]
    broker_node_instance_type     = "express.m7g.large"
    broker_node_security_groups   = ["sg-1"]
    broker_node_connectivity_info = { public_access = { type = "SERVICE_PROVIDED_EIPS" } }
    create_cluster_policy         = true
    cluster_policy_statements     = { all = { sid = "All", actions = ["kafka:*"], principals = [{ type = "AWS", identifiers = ["*"] }] } }
    vpc_connections = {
      other = { authentication = "SASL_IAM", vpc_id = "vpc-2", client_subnets = ["subnet-9"], security_groups = ["sg-9"] }
    }
    storage_mode = "TIERED"
  }
}

case "not made" {
  inputs {
    create = false
  }
}

case "minimal" {
  module = "modules/serverless"
  inputs {
    name               = "events"
    subnet_ids         = ["subnet-1"]
    security_group_ids = ["sg-1"]
  }
}
