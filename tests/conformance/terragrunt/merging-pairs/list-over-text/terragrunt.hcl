include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "deep"
}

inputs = {
  text_list = ["c"]
}
