include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "${get_repo_root()}/module"
}

inputs = {
  name  = values.name
  level = try(values.level, 0)
  back  = find_in_parent_folders("terragrunt.stack.hcl", "none")
}
