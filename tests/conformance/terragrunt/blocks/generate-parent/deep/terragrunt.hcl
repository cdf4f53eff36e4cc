include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "deep"
}

generate "a" {
  path      = "own.tf"
  if_exists = "skip"
  contents  = "own"
}
