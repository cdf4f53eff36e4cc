include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "deep"
}

inputs = {
  nested = {
    text_list = ["c"]
  }
}
