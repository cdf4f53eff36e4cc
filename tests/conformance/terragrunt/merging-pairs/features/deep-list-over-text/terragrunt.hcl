include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

feature "text" {
  default = ["c"]
}

inputs = {
  value = feature.text.value
}
