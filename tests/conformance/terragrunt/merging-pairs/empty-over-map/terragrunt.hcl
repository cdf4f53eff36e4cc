include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "deep"
}

inputs = {
  map_empty = []
}
