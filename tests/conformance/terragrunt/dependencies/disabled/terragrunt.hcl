terraform {
  source = "../modules/app"
}

locals {
  use_vpc = false
}

dependency "vpc" {
  config_path = "../vpc"
  enabled     = local.use_vpc
}

inputs = {
  vpc_id = try(dependency.vpc.outputs.id, "none")
}
