include "root" {
  path = "../levels/two.hcl"
}

inputs = {
  a = include.root.inputs
}
