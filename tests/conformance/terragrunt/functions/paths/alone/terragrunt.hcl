inputs = {
  to     = path_relative_to_include()
  from   = path_relative_from_include()
  parent = get_parent_terragrunt_dir()
  dir    = get_terragrunt_dir()
}
