include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

terraform {
  source = "../../modules/app"
}

inputs = {
  tags    = { owner = "team", extra = { a = 1 } }
  zones   = ["c"]
  nothing = "something"
  company = null
}
