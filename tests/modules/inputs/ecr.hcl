case "minimal" {
  inputs {
    repository_name = "shop"
  }
}

case "encrypted" {
  inputs {
    repository_name                   = "shop"
    repository_encryption_type        = "KMS"
    repository_kms_key                = "arn:aws:kms:eu-west-1:111122223333:key/one"
    repository_read_write_access_arns = ["arn:aws:iam::111122223333:role/ci"]
    repository_lifecycle_policy       = "{\"rules\":[]}"
    repository_force_delete           = true
    create_repository_policy          = false
    repository_policy                 = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    tags                              = { team = "shop" }
  }
}

case "public" {
  inputs {
    repository_name                = "shop"
    repository_type                = "public"
    public_repository_catalog_data = { description = "A shop" }
  }
}

case "registry" {
  inputs {
    create_repository      = false
    create_registry_policy = true
    registry_policy        = "{\"Version\":\"2012-10-17\",\"Statement\":[]}"
    registry_pull_through_cache_rules = {
      hub = { ecr_repository_prefix = "hub", upstream_registry_url = "registry-1.docker.io", credential_arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:ecr-pullthroughcache/hub" }
    }
    manage_registry_scanning_configuration = true
    registry_scan_type                     = "ENHANCED"
    registry_scan_rules                    = [{ scan_frequency = "SCAN_ON_PUSH", filter = [{ filter = "*" }] }]
  }
}

case "minimal" {
  module = "modules/repository-template"
  inputs {
    prefix = "team"
  }
}

case "encrypted cache" {
  module = "modules/repository-template"
  inputs {
    prefix                         = "hub"
    description                    = "Docker Hub"
    encryption_type                = "KMS"
    kms_key_arn                    = "arn:aws:kms:eu-west-1:111122223333:key/one"
    create_pull_through_cache_rule = true
    upstream_registry_url          = "registry-1.docker.io"
    credential_arn                 = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:hub"
    resource_tags                  = { team = "shop" }
  }
}
