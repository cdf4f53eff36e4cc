case "minimal" {
  inputs {
    bucket = "shop-files"
  }
}

case "encrypted and logged" {
  inputs {
    bucket        = "shop-files"
    force_destroy = true
    server_side_encryption_configuration = {
      rule = { apply_server_side_encryption_by_default = { sse_algorithm = "aws:kms", kms_master_key_id = "arn:aws:kms:eu-west-1:111122223333:key/one" }, bucket_key_enabled = true }
    }
    versioning               = { enabled = true, mfa_delete = false }
    logging                  = { target_bucket = "logs", target_prefix = "s3/" }
    control_object_ownership = true
    object_ownership         = "BucketOwnerEnforced"
    attach_deny_insecure_transport_policy = true
    tags = { team = "shop" }
  }
}

case "open with a policy" {
  inputs {
    bucket_prefix           = "shop-"
    acl                     = "public-read"
    block_public_acls       = false
    block_public_policy     = false
    ignore_public_acls      = false
    restrict_public_buckets = false
    attach_policy           = true
    policy                  = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    versioning              = { status = "Suspended" }
    website                 = { index_document = "index.html" }
    lifecycle_rule          = [{ id = "old", enabled = true, expiration = { days = 30 } }]
  }
}

case "logs of load balancers" {
  inputs {
    bucket                         = "logs"
    attach_elb_log_delivery_policy = true
    attach_lb_log_delivery_policy  = true
    attach_public_policy           = false
    versioning                     = { status = true }
    server_side_encryption_configuration = { rule = [{ apply_server_side_encryption_by_default = { sse_algorithm = "AES256" } }] }
  }
}

case "in one zone" {
  labels = ["4", "5"]
  inputs {
    bucket               = "fast"
    is_directory_bucket  = true
    availability_zone_id = "euw1-az1"
    server_side_encryption_configuration = { rule = { apply_server_side_encryption_by_default = { sse_algorithm = "AES256" } } }
  }
}

case "not made" {
  inputs {
    create_bucket = false
    bucket        = "none"
  }
}
