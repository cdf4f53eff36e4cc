include "common" {
  path = "${get_repo_root()}/parents/abs.hcl"
}

inputs = {
  own = get_parent_terragrunt_dir("common")
}
