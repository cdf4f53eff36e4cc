terraform {
  source = "../modules/app"
}

locals {
  app = read_terragrunt_config("../app/terragrunt.hcl")
}

inputs = {
  vpc_id = local.app.inputs.vpc_id
  cidr   = local.app.dependency.vpc.outputs.cidr
  path   = local.app.dependency.vpc.config_path
}
