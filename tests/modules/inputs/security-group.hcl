case "minimal" {
  inputs {
    name   = "web"
    vpc_id = "vpc-1"
  }
}

case "with rules" {
  inputs {
    name                = "web"
    description         = "The web"
    vpc_id              = "vpc-1"
    use_name_prefix     = false
    ingress_cidr_blocks = ["10.0.0.0/16"]
    ingress_rules       = ["https-443-tcp"]
    egress_rules        = ["all-all"]
    tags                = { Name = "other", team = "shop" }
  }
}

case "rules for another's group" {
  inputs {
    create_sg         = false
    name              = "other"
    vpc_id            = "vpc-1"
    security_group_id = "sg-1"
    ingress_rules     = ["ssh-tcp"]
  }
}

case "not made" {
  inputs {
    create = false
    name   = "web"
    vpc_id = "vpc-1"
  }
}

case "minimal" {
  module = "modules/ssh"
  inputs {
    name   = "bastion"
    vpc_id = "vpc-1"
  }
}

case "open to a network" {
  module = "modules/ssh"
  inputs {
    name                = "bastion"
    vpc_id              = "vpc-1"
    use_name_prefix     = false
    description         = "Bastion"
    ingress_cidr_blocks = ["10.0.0.0/8"]
    tags                = { team = "shop" }
  }
}
