case "minimal" {
  inputs {
    function_name          = "resize"
    handler                = "index.handler"
    runtime                = "nodejs20.x"
    create_package         = false
    local_existing_package = "x.zip"
  }
}

case "in a network, encrypted" {
  inputs {
    function_name          = "resize"
    handler                = "index.handler"
    runtime                = "python3.12"
    create_package         = false
    s3_existing_package    = { bucket = "code", key = "resize.zip" }
    vpc_subnet_ids         = ["subnet-1", "subnet-2"]
    vpc_security_group_ids = ["sg-1"]
    attach_network_policy  = true
    kms_key_arn            = "arn:aws:kms:eu-west-1:111122223333:key/one"
    environment_variables  = { BUCKET = "images" }
    dead_letter_target_arn = "arn:aws:sqs:eu-west-1:111122223333:dead"
    attach_dead_letter_policy = true
    tracing_mode              = "Active"
    attach_tracing_policy     = true
    file_system_arn           = "arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/x"
    file_system_local_mount_path = "/mnt/x"
    attach_policies              = true
    number_of_policies           = 1
    policies                     = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    event_source_mapping         = { queue = { event_source_arn = "arn:aws:sqs:eu-west-1:111122223333:work" } }
    role_path                    = "/lambda/"
    tags                         = { team = "shop" }
  }
}

case "everything" {
  inputs {
    function_name              = "edge"
    package_type               = "Image"
    image_uri                  = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/x:1"
    create_package             = false
    lambda_at_edge             = true
    timeout                    = 60
    architectures              = ["arm64"]
    layers                     = ["arn:aws:lambda:eu-west-1:111122223333:layer:x:1"]
    trusted_entities           = ["events.amazonaws.com", { type = "AWS", identifiers = ["arn:aws:iam::111122223333:root"] }]
    assume_role_policy_statements = {
      account = { effect = "Allow", actions = ["sts:AssumeRole"], principals = { one = { type = "AWS", identifiers = ["arn:aws:iam::111122223333:role/x"] } }, condition = { one = { test = "StringEquals", variable = "sts:ExternalId", values = ["x"] } } }
    }
    role_name                  = "edge-role"
    attach_policy              = true
    policy                     = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    attach_policy_json         = true
    policy_json                = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    create_lambda_function_url = true
    authorization_type         = "AWS_IAM"
    allowed_triggers           = { api = { service = "apigateway" } }
    publish                    = true
  }
}

case "with a role of others" {
  inputs {
    function_name          = "plain"
    create_role            = false
    lambda_role            = "arn:aws:iam::111122223333:role/lambda"
    create_package         = false
    local_existing_package = "x.zip"
  }
}

case "a layer" {
  inputs {
    create_layer           = true
    layer_name             = "shared"
    runtime                = "python3.12"
    create_package         = false
    local_existing_package = "x.zip"
  }
}

case "not made" {
  inputs {
    create = false
  }
}

case "minimal" {
  module = "modules/alias"
  inputs {
    name             = "live"
    function_name    = "resize"
    function_version = "3"
  }
}

case "kept" {
  module = "modules/alias"
  inputs {
    name                 = "live"
    function_name        = "resize"
    refresh_alias        = false
    event_source_mapping = { queue = { event_source_arn = "arn:aws:sqs:eu-west-1:111122223333:work" } }
  }
}

case "existing" {
  module = "modules/alias"
  inputs {
    name               = "live"
    function_name      = "resize"
    use_existing_alias = true
  }
}
