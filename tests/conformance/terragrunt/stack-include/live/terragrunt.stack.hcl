include "common" {
  path = find_in_parent_folders("common.hcl")
}

unit "own" {
  source = "../units/a"
  path   = "own"
  values = {
    who = "own"
  }
}
