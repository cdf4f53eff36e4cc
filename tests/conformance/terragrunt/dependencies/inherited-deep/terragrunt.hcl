include "common" {
  path           = "../common.hcl"
  merge_strategy = "deep"
}

terraform {
  source = "../modules/app"
}

dependency "vpc" {
  config_path = "../vpc"
  mock_outputs = {
    id = "vpc-of-child"
  }
  mock_outputs_allowed_terraform_commands = ["validate"]
}

inputs = {
  cidr = dependency.vpc.outputs.cidr
}
