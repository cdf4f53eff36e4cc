include "root" {
  path   = find_in_parent_folders("root.hcl")
  expose = true
}

include "env" {
  path   = "${dirname(find_in_parent_folders("root.hcl"))}/_env/app.hcl"
  expose = true
}

locals {
  env = include.env.locals.env
}

inputs = {
  to_root   = path_relative_to_include("root")
  to_env    = path_relative_to_include("env")
  from_env  = path_relative_from_include("env")
  from_root = path_relative_from_include("root")
  dir_env   = get_parent_terragrunt_dir("env")
  dir_root  = get_parent_terragrunt_dir("root")
  env       = local.env
}
