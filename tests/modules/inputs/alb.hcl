case "minimal" {
  inputs {
    name    = "web"
    vpc_id  = "vpc-1"
    subnets = ["subnet-1", "subnet-2"]
  }
}

case "with listeners" {
  labels = ["9", "10"]
  inputs {
    name    = "web"
    vpc_id  = "vpc-1"
    subnets = ["subnet-1", "subnet-2"]
    security_group_ingress_rules = {
      web = { from_port = 443, to_port = 443, ip_protocol = "tcp", cidr_ipv4 = "0.0.0.0/0" }
    }
    access_logs = { bucket = "logs" }
    listeners = {
      http = { port = 80, protocol = "HTTP", redirect = { port = "443", protocol = "HTTPS", status_code = "HTTP_301" } }
      https = {
        port                        = 443
        protocol                    = "HTTPS"
        certificate_arn             = "arn:aws:acm:eu-west-1:111122223333:certificate/one"
        additional_certificate_arns = ["arn:aws:acm:eu-west-1:111122223333:certificate/two"]
        forward                     = { target_group_key = "app" }
        rules = {
          api = {
            priority   = 10
            actions    = [{ type = "forward", target_group_key = "app", forward = { target_group_key = "app" } }]
            conditions = [{ path_pattern = { values = ["/api"] } }]
          }
        }
      }
    }
    target_groups = {
      app    = { name_prefix = "app-", protocol = "HTTP", port = 8080, target_type = "instance", target_id = "i-1" }
      lambda = { target_type = "lambda", name = "fn", target_id = "arn:aws:lambda:eu-west-1:111122223333:function:f", create_attachment = false }
    }
    additional_target_group_attachments = {
      more = { target_group_key = "app", target_type = "instance", target_id = "i-2", port = 8080 }
    }
    route53_records = {
      web = { name = "www", type = "A", zone_id = "Z1" }
    }
    associate_web_acl          = true
    web_acl_arn                = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/x/y"
    enable_deletion_protection = false
    tags                       = { team = "shop" }
  }
}

case "network load balancer" {
  inputs {
    name_prefix           = "nlb-"
    load_balancer_type    = "network"
    internal              = true
    vpc_id                = "vpc-1"
    create_security_group = false
    security_groups       = ["sg-1"]
    subnet_mapping        = [{ subnet_id = "subnet-1", allocation_id = "eip-1" }, { subnet_id = "subnet-2" }]
  }
}

case "listeners by index" {
  labels = ["6", "7", "8"]
  inputs {
    name            = "web"
    vpc_id          = "vpc-1"
    subnets         = ["subnet-1", "subnet-2"]
    security_groups = ["sg-1"]
    security_group_rules = {
      web = { type = "ingress", from_port = 80, to_port = 80, protocol = "tcp", cidr_blocks = ["0.0.0.0/0"] }
    }
    access_logs   = { bucket = "logs" }
    target_groups = [{ name_prefix = "app-", backend_protocol = "http", backend_port = 8080, target_type = "instance", targets = { one = { target_id = "i-1", port = 8080 } } }]
    https_listeners = [
      { port = 443, certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/one", target_group_index = 0 }
    ]
    http_tcp_listeners = [{ port = 80, protocol = "HTTP", action_type = "redirect", redirect = { port = "443", protocol = "HTTPS", status_code = "HTTP_301" } }]
    extra_ssl_certs    = [{ https_listener_index = 0, certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/two" }]
    web_acl_arn        = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/x/y"
    lb_tags            = { kind = "lb" }
  }
}

case "not made" {
  inputs {
    create    = false
    create_lb = false
  }
}
