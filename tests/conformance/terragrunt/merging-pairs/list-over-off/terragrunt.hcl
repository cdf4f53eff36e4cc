include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "deep"
}

inputs = {
  off_list = ["c"]
}
