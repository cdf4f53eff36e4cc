include "a" {
  path = "../levels/two.hcl"
}

include "b" {
  path = "../levels/three.hcl"
}

inputs = {
  a = path_relative_to_include()
}
