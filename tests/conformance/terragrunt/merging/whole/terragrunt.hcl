include "root" {
  path   = "../chain.hcl"
  expose = true
}

inputs = {
  everything = include.root
  names      = keys(include.root)
}
