include "root" {
  path = find_in_parent_folders("root.hcl")
}

generate "a" {
  path      = "own.tf"
  if_exists = "skip"
  contents  = "own"
}
