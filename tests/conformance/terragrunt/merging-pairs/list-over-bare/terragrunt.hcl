include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "deep"
}

inputs = {
  bare_list = ["c"]
}
