include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "deep"
}

inputs = {
  flag_list = ["c"]
}
