include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

feature "flag" {
  default = "g"
}

inputs = {
  value = feature.flag.value
}
