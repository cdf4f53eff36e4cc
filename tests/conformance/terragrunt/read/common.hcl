locals {
  name   = "common"
  dir    = get_terragrunt_dir()
  origin = get_original_terragrunt_dir()
  to     = path_relative_to_include()
  found  = find_in_parent_folders("root.hcl", "none")
  repo   = get_path_from_repo_root()
}

inputs = {
  a    = local.name
  tags = { x = 1 }
}
