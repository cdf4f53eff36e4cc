include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

feature "list" {
  default = "g"
}

inputs = {
  value = feature.list.value
}
