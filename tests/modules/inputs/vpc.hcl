case "minimal" {
  inputs {
    name = "main"
    cidr = "10.0.0.0/16"
  }
}

case "three zones" {
  inputs {
    name                   = "main"
    cidr                   = "10.0.0.0/16"
    azs                    = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
    private_subnets        = ["10.0.0.0/20", "10.0.16.0/20", "10.0.32.0/20"]
    public_subnets         = ["10.0.48.0/24", "10.0.49.0/24", "10.0.50.0/24"]
    database_subnets       = ["10.0.64.0/24", "10.0.65.0/24", "10.0.66.0/24"]
    elasticache_subnets    = ["10.0.68.0/24", "10.0.69.0/24"]
    redshift_subnets       = ["10.0.72.0/24"]
    intra_subnets          = ["10.0.80.0/24", "10.0.81.0/24", "10.0.82.0/24"]
    outpost_subnets        = ["10.0.90.0/24"]
    enable_nat_gateway     = true
    one_nat_gateway_per_az = true
    single_nat_gateway     = false
    enable_vpn_gateway     = true
    public_subnet_tags     = { "kubernetes.io/role/elb" = "1" }
    private_subnet_tags    = { "kubernetes.io/role/internal-elb" = "1" }
    tags                   = { team = "shop" }
  }
}

case "single gateway, more networks" {
  inputs {
    name                               = "small"
    cidr                               = "10.1.0.0/16"
    secondary_cidr_blocks              = ["100.64.0.0/16"]
    azs                                = ["eu-west-1a", "eu-west-1b"]
    private_subnets                    = ["10.1.0.0/24", "10.1.1.0/24"]
    public_subnets                     = ["10.1.2.0/24", "10.1.3.0/24"]
    database_subnets                   = ["10.1.4.0/24"]
    enable_nat_gateway                 = true
    single_nat_gateway                 = true
    create_database_subnet_route_table = true
    create_database_internet_gateway_route = true
    map_public_ip_on_launch            = true
    manage_default_route_table         = true
    manage_default_security_group      = false
    manage_default_network_acl         = false
    enable_ipv6                        = true
    private_subnet_ipv6_prefixes       = [0, 1]
    public_subnet_ipv6_prefixes        = [2, 3]
    create_igw                         = true
    enable_flow_log                    = true
    private_subnet_names               = ["a", "b"]
    external_nat_ip_ids                = ["eipalloc-1"]
    reuse_nat_ips                      = true
  }
}

case "no way out" {
  inputs {
    name            = "closed"
    cidr            = "10.2.0.0/16"
    azs             = ["eu-west-1a"]
    private_subnets = ["10.2.0.0/24"]
    intra_subnets   = ["10.2.1.0/24"]
    public_subnets  = ["10.2.2.0/24"]
    create_igw      = false
    database_subnets = ["10.2.3.0/24"]
    create_database_subnet_group = false
    create_database_subnet_route_table = true
    enable_dns_hostnames = false
  }
}

case "not made" {
  inputs {
    create_vpc = false
    name       = "none"
    cidr       = "10.0.0.0/16"
    public_subnets = ["10.0.0.0/24"]
  }
}
