include "root" {
  path   = find_in_parent_folders("root.hcl")
  expose = true
}

terraform {
  source = "${get_repo_root()}/catalog/modules/app"
}

dependency "vpc" {
  config_path = values.vpc_path
  mock_outputs = {
    id = "mock"
  }
}

inputs = {
  vpc_id = dependency.vpc.outputs.id
  all    = values
  found  = include.root.locals.found
}
