include "root" {
  path = find_in_parent_folders("root.hcl")
}

prevent_destroy              = false
iam_role                     = ""
download_dir                 = "/child"
terraform_version_constraint = ">= 1.6"
