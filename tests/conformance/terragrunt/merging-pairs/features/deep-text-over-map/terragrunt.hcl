include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

feature "map" {
  default = "g"
}

inputs = {
  value = feature.map.value
}
