include "one" {
  path           = "../../layers/one.hcl"
  merge_strategy = "deep"
}

include "two" {
  path           = "../../layers/two.hcl"
  merge_strategy = "deep"
}

terraform {
  source = "../../modules/app"
}

inputs = {
  m = { deep = { r = "own" } }
  l = [3]
}
