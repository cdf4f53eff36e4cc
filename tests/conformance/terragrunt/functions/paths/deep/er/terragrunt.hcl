include "up" {
  path = "../../up.hcl"
}

inputs = {
  dir         = get_terragrunt_dir()
  original    = get_original_terragrunt_dir()
  parent      = get_parent_terragrunt_dir()
  named       = get_parent_terragrunt_dir("up")
  to          = path_relative_to_include()
  from        = path_relative_from_include()
  repo        = get_repo_root()
  from_root   = get_path_from_repo_root()
  to_root     = get_path_to_repo_root()
  base        = basename(get_terragrunt_dir())
  abs         = abspath("x/../y")
  split       = split("/", path_relative_to_include())
  joined      = "${get_repo_root()}/common"
}
