include "root" {
  path = find_in_parent_folders("root.hcl")
}

feature "region" {
  default = "us"
}

exclude {
  if      = false
  actions = ["plan"]
}

inputs = {
  region = feature.region.value
}
