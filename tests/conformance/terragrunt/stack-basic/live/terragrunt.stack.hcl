locals {
  environment = "test"
  cidrs       = { vpc = "10.0.0.0/16" }
  source      = "${get_repo_root()}/catalog/units"
}

unit "vpc" {
  source = "${local.source}/vpc"
  path   = "network/vpc"
  values = {
    name = "vpc-${local.environment}"
    cidr = local.cidrs.vpc
    tags = { list = [1, "two", true, null] }
  }
}

unit "vpc_plain" {
  source                  = "../catalog/units/vpc"
  path                    = "plain"
  no_dot_terragrunt_stack = true
  values = {
    name     = "plain"
    cidr     = "10.1.0.0/16"
    tags     = {}
    optional = "given"
  }
}

unit "app" {
  source = "${get_terragrunt_dir()}/../catalog/units/app"
  path   = "app"
  values = {
    vpc_path = "../network/vpc"
    dir      = get_terragrunt_dir()
    original = get_original_terragrunt_dir()
    repo     = get_path_from_repo_root()
  }
}
