include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

feature "a" {
  default = { y = 2 }
}

inputs = {
  a = feature.a.value
  b = feature.b.value
}
