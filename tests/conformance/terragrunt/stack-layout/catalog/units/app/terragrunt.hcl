include "root" {
  path   = find_in_parent_folders("root.hcl")
  expose = true
}

terraform {
  source = "${get_repo_root()}//catalog/modules/app?ref=${values.version}"
}

dependency "vpc" {
  config_path = values.vpc
  mock_outputs = {
    id = "mock"
  }
}

dependencies {
  paths = [values.vpc]
}

inputs = {
  vpc_id  = dependency.vpc.outputs.id
  account = include.root.locals.account.locals.name
}
