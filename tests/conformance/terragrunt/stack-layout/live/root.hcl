locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl"))
}

inputs = {
  account = local.account.locals.name
  path    = path_relative_to_include()
  parent  = get_parent_terragrunt_dir()
}
