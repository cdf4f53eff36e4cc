include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "deep"
}

inputs = {
  none_list = ["c"]
}
