include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "shallow"
}

feature "text" {
  default = "g"
}

inputs = {
  value = feature.text.value
}
