include "one" {
  path           = "../../layers/one.hcl"
  merge_strategy = "deep"
}

include "two" {
  path           = "../../layers/two.hcl"
  merge_strategy = "shallow"
}

terraform {
  source = "../../modules/app"
}

inputs = {
  m = { deep = { r = "own" } }
}
