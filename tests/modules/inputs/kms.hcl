case "minimal" {
  inputs {}
}

case "with aliases and users" {
  inputs {
    description             = "The shop's data"
    deletion_window_in_days = 7
    enable_key_rotation     = true
    multi_region            = true
    aliases                 = ["shop", "data"]
    computed_aliases        = { other = { name = "shop/other" } }
    key_owners              = ["arn:aws:iam::111122223333:role/owner"]
    key_administrators      = ["arn:aws:iam::111122223333:role/admin"]
    key_users               = ["arn:aws:iam::111122223333:role/user"]
    grants = {
      lambda = { grantee_principal = "arn:aws:iam::111122223333:role/lambda", operations = ["Encrypt"] }
    }
    tags = { team = "shop" }
  }
}

case "external" {
  inputs {
    create_external     = true
    enable_key_rotation = false
    is_enabled          = false
    policy              = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    key_usage           = "ENCRYPT_DECRYPT"
    aliases             = ["ext"]
    aliases_use_name_prefix = true
  }
}

case "replica" {
  inputs {
    create_replica  = true
    primary_key_arn = "arn:aws:kms:us-east-1:111122223333:key/mrk-1"
  }
}

case "external replica" {
  inputs {
    create_replica_external  = true
    primary_external_key_arn = "arn:aws:kms:us-east-1:111122223333:key/mrk-2"
  }
}

case "not made" {
  inputs {
    create  = false
    aliases = ["none"]
  }
}
