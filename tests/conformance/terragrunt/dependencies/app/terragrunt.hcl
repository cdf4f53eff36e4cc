terraform {
  source = "../modules/app"
}

dependency "vpc" {
  config_path = "../vpc"
}

inputs = {
  vpc_id  = dependency.vpc.outputs.id
  subnets = dependency.vpc.outputs.subnets.private
  first   = dependency.vpc.outputs.subnets["public"][0]
}
