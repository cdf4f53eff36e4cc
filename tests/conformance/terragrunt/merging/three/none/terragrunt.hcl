include "a" {
  path           = "../a.hcl"
  merge_strategy = "no_merge"
  expose         = true
}

include "b" {
  path   = "../b.hcl"
  expose = true
}

inputs = {
  of_a = include.a.inputs.v
  of_b = include.b.inputs.v
  all  = keys(include)
}
