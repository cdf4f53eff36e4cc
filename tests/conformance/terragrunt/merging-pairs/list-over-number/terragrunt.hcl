include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "deep"
}

inputs = {
  number_list = ["c"]
}
