include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "shallow"
}

feature "flag" {
  default = false
}

inputs = {
  value = feature.flag.value
}
