include "common" {
  path           = "../common.hcl"
  merge_strategy = "no_merge"
  expose         = true
}

terraform {
  source = "../modules/app"
}

inputs = {
  from_parent = include.common.inputs.vpc_id
}
