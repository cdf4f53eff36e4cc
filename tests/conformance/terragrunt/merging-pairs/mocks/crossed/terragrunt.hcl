include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

terraform {
  source = "../../module"
}

dependency "dep" {
  config_path = "../dep"
  mock_outputs = {
    text = { a = 1 }
    list = "c"
    map  = null
  }
}
