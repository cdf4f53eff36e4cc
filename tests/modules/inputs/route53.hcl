case "minimal" {
  labels = ["6"]
  inputs {
    name = "example.org"
  }
}

case "private with records" {
  labels = ["6"]
  inputs {
    name    = "corp.internal"
    comment = "Inside"
    vpc     = { one = { vpc_id = "vpc-1", vpc_region = "eu-west-1" } }
    records = {
      www  = { type = "A", ttl = 300, records = ["10.0.0.1"] }
      apex = { full_name = "corp.internal", type = "A", alias = { name = "lb.amazonaws.com", zone_id = "Z1" } }
    }
    ignore_vpc    = true
    force_destroy = true
  }
}

case "records in a zone of others" {
  labels = ["6"]
  inputs {
    create_zone = false
    name        = "example.org"
    records     = { www = { type = "CNAME", ttl = 60, records = ["example.org"] } }
  }
}

case "minimal" {
  module = "modules/zones"
  inputs {
    zones = { "example.org" = { comment = "Ours" } }
  }
}

case "private" {
  module = "modules/zones"
  inputs {
    zones = {
      public  = { domain_name = "example.org", force_destroy = true }
      private = { domain_name = "corp.internal", vpc = [{ vpc_id = "vpc-1" }, { vpc_id = "vpc-2", vpc_region = "eu-central-1" }] }
      single  = { domain_name = "one.internal", vpc = { vpc_id = "vpc-1" } }
    }
    tags = { team = "shop" }
  }
}

case "minimal" {
  module = "modules/records"
  inputs {
    zone_name = "example.org"
    records   = [{ name = "www", type = "A", ttl = 300, records = ["10.0.0.1"] }]
  }
}

case "several kinds" {
  module = "modules/records"
  inputs {
    zone_id = "Z1"
    records = [
      { name = "", type = "A", alias = { name = "lb.amazonaws.com", zone_id = "Z2" } },
      { name = "other.example.org", full_name_override = true, type = "TXT", ttl = 60, records = ["x"] },
      { name = "app", type = "CNAME", ttl = 60, records = ["a"], set_identifier = "blue", weighted_routing_policy = { weight = 1 } },
    ]
  }
}

case "no zone" {
  module = "modules/records"
  inputs {
    records = [{ name = "www", type = "A", ttl = 300, records = ["10.0.0.1"] }]
  }
}

case "two" {
  module = "modules/delegation-sets"
  inputs {
    delegation_sets = { a = { reference_name = "one" }, b = {} }
  }
}

case "two" {
  module = "modules/resolver-rule-associations"
  inputs {
    vpc_id                     = "vpc-1"
    resolver_rule_associations = { a = { resolver_rule_id = "r-1" }, b = { name = "b", resolver_rule_id = "r-2", vpc_id = "vpc-2" } }
  }
}

case "minimal" {
  module = "modules/resolver-endpoints"
  inputs {
    name       = "dns"
    vpc_id     = "vpc-1"
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}

case "with addresses" {
  module = "modules/resolver-endpoints"
  inputs {
    name                  = "dns"
    direction             = "OUTBOUND"
    create_security_group = false
    security_group_ids    = ["sg-1"]
    ip_address            = [{ subnet_id = "subnet-1", ip = "10.0.0.4" }, { subnet_id = "subnet-2" }]
  }
}
