case "minimal" {
  inputs {
    domain_name = "example.org"
  }
}

case "with other names" {
  inputs {
    domain_name               = "example.org"
    subject_alternative_names = ["*.example.org", "www.example.com"]
    zone_id                   = "Z0123456789"
    validation_method         = "DNS"
    tags                      = { team = "shop" }
  }
}

case "several zones, no waiting" {
  inputs {
    domain_name                                 = "example.org"
    subject_alternative_names                   = ["example.com"]
    zones                                       = { "example.com" = "Z1" }
    zone_id                                     = "Z0"
    validation_method                           = "DNS"
    wait_for_validation                         = false
    key_algorithm                               = "EC_prime256v1"
    certificate_transparency_logging_preference = false
    private_authority_arn                       = "arn:aws:acm-pca:eu-west-1:111122223333:certificate-authority/one"
  }
}

case "validated by mail" {
  inputs {
    domain_name       = "example.org"
    validation_method = "EMAIL"
    validation_option = { "example.org" = { validation_domain = "example.org" } }
  }
}

case "records elsewhere" {
  inputs {
    domain_name            = "example.org"
    create_route53_records = false
    validation_record_fqdns = ["_x.example.org"]
    validation_method      = "DNS"
  }
}

case "records only" {
  inputs {
    create_certificate          = false
    create_route53_records_only = true
    distinct_domain_names       = ["example.org"]
    zone_id                     = "Z0"
    validation_method           = "DNS"
    acm_certificate_domain_validation_options = [{
      domain_name           = "example.org"
      resource_record_name  = "_x.example.org"
      resource_record_type  = "CNAME"
      resource_record_value = "_y.acm-validations.aws"
    }]
  }
}
