include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "${get_repo_root()}//catalog/modules/vpc"
}

inputs = {
  cidr     = values.cidr
  name     = values.name
  original = get_original_terragrunt_dir()
  depth    = get_path_to_repo_root()
  from     = get_path_from_repo_root()
  sub      = read_terragrunt_config("settings.hcl").locals.size
  list     = jsondecode(read_tfvars_file("defaults.tfvars")).size
}
