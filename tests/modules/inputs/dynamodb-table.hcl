case "minimal" {
  inputs {
    name       = "orders"
    hash_key   = "id"
    attributes = [{ name = "id", type = "S" }]
  }
}

case "encrypted with replicas" {
  inputs {
    name                               = "orders"
    hash_key                           = "id"
    range_key                          = "at"
    attributes                         = [{ name = "id", type = "S" }, { name = "at", type = "N" }]
    billing_mode                       = "PROVISIONED"
    read_capacity                      = 5
    write_capacity                     = 5
    server_side_encryption_enabled     = true
    server_side_encryption_kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/one"
    point_in_time_recovery_enabled     = true
    deletion_protection_enabled        = true
    ttl_enabled                        = true
    ttl_attribute_name                 = "until"
    stream_enabled                     = true
    stream_view_type                   = "NEW_IMAGE"
    replica_regions                    = [{ region_name = "eu-central-1", kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/two" }, { region_name = "us-east-1" }]
    resource_policy                    = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    tags                               = { team = "shop" }
  }
}

case "scaled" {
  inputs {
    name                = "orders"
    hash_key            = "id"
    attributes          = [{ name = "id", type = "S" }]
    autoscaling_enabled = true
    autoscaling_read    = { max_capacity = 10 }
    table_class         = "STANDARD_INFREQUENT_ACCESS"
  }
}

case "scaled, indexes by others" {
  inputs {
    name                                  = "orders"
    hash_key                              = "id"
    attributes                            = [{ name = "id", type = "S" }]
    autoscaling_enabled                   = true
    ignore_changes_global_secondary_index = true
    server_side_encryption_enabled        = true
  }
}

case "not made" {
  inputs {
    create_table = false
  }
}
