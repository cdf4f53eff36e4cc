include "a" {
  path           = "../a.hcl"
  merge_strategy = "deep"
}

include "b" {
  path           = "../b.hcl"
  merge_strategy = "shallow"
}

include "c" {
  path           = "../c.hcl"
  merge_strategy = "deep"
}

inputs = {
  l = ["own"]
  m = { own = 1 }
}
