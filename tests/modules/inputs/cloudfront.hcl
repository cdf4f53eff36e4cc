case "minimal" {
  inputs {
    origin                 = { app = { domain_name = "app.example.org", custom_origin_config = { http_port = 80, https_port = 443, origin_protocol_policy = "https-only", origin_ssl_protocols = ["TLSv1.2"] } } }
    default_cache_behavior = { target_origin_id = "app", viewer_protocol_policy = "redirect-to-https" }
  }
}

case "bucket behind an access control" {
  inputs {
    aliases    = ["www.example.org"]
    comment    = "Files"
    enabled    = true
    web_acl_id = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/x/y"
    origin_access_control = {
      files = { description = "Files", origin_type = "s3", signing_behavior = "always", signing_protocol = "sigv4" }
    }
    create_origin_access_control = true
    origin = {
      files = { domain_name = "files.s3.amazonaws.com", origin_access_control = "files", origin_access_control_key = "files" }
      other = { origin_id = "elsewhere", domain_name = "other.s3.amazonaws.com", origin_access_control_id = "E123" }
    }
    default_cache_behavior = { target_origin_id = "files", viewer_protocol_policy = "https-only" }
    ordered_cache_behavior = [{ path_pattern = "/old/*", target_origin_id = "elsewhere", viewer_protocol_policy = "allow-all" }]
    viewer_certificate     = { acm_certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/one", ssl_support_method = "sni-only", minimum_protocol_version = "TLSv1.2_2021" }
    logging_config         = { bucket = "logs.s3.amazonaws.com", prefix = "cdn" }
    tags                   = { team = "shop" }
  }
}

case "bucket behind an identity" {
  labels = ["3", "4", "5"]
  inputs {
    create_origin_access_identity = true
    origin_access_identities      = { files = "Reads files" }
    origin = {
      files = { domain_name = "files.s3.amazonaws.com", s3_origin_config = { origin_access_identity = "files" } }
    }
    default_cache_behavior = { target_origin_id = "files", viewer_protocol_policy = "allow-all" }
    viewer_certificate     = { cloudfront_default_certificate = true }
  }
}

case "not made" {
  inputs {
    create                 = false
    create_distribution    = false
    origin                 = { app = { domain_name = "app.example.org" } }
    default_cache_behavior = { target_origin_id = "app", viewer_protocol_policy = "allow-all" }
  }
}
