include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

feature "map" {
  default = { b = 2, l = ["c"], t = "c" }
}

inputs = {
  value = feature.map.value
}
