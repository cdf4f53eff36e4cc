include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "deep"
}

inputs = {
  text = { a = 1 }
  map  = "text"
}
