locals {
  dir = get_terragrunt_dir()
}

inputs = {
  up_dir       = get_terragrunt_dir()
  up_parent    = get_parent_terragrunt_dir()
  up_to        = path_relative_to_include()
  up_from      = path_relative_from_include()
  up_from_root = get_path_from_repo_root()
  up_to_root   = get_path_to_repo_root()
  up_local     = local.dir
}
