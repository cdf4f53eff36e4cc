include "root" {
  path = find_in_parent_folders("root.hcl")
}

generate "c" {
  path      = "c.tf"
  if_exists = "overwrite_terragrunt"
  contents  = "c"
}
