include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "no_merge"
  expose         = true
}

terraform {
  source = "../../modules/app"
}

inputs = {
  seen = include.root.inputs.description
}
