case "minimal" {
  inputs {
    name = "shop/database"
  }
}

case "encrypted and replicated" {
  inputs {
    name_prefix             = "shop/database-"
    description             = "The shop's database"
    kms_key_id              = "arn:aws:kms:eu-west-1:111122223333:key/one"
    recovery_window_in_days = 30
    replica = {
      other = { region = "eu-central-1", kms_key_id = "arn:aws:kms:eu-central-1:111122223333:key/two" }
    }
    create_policy       = true
    block_public_policy = true
    policy_statements = {
      read = { sid = "Read", principals = [{ type = "AWS", identifiers = ["*"] }], actions = ["secretsmanager:GetSecretValue"], resources = ["*"] }
    }
    ignore_secret_changes = true
    tags                  = { team = "shop" }
  }
}

case "rotated" {
  inputs {
    name                   = "shop/database"
    enable_rotation        = true
    rotation_lambda_arn    = "arn:aws:lambda:eu-west-1:111122223333:function:rotate"
    rotation_rules         = { automatically_after_days = 30 }
    create_random_password = true
  }
}

case "not made" {
  inputs {
    create        = false
    create_policy = true
  }
}
