include "common" {
  path = "../common.hcl"
}

terraform {
  source = "../modules/app"
}

inputs = {
  cidr = dependency.vpc.outputs.cidr
}
