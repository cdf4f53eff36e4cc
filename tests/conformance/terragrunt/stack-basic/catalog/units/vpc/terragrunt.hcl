include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "${get_repo_root()}/catalog/modules/vpc"
}

locals {
  name = values.name
}

inputs = {
  name     = local.name
  cidr     = values.cidr
  tags     = values.tags
  optional = try(values.optional, "none")
  dir      = get_terragrunt_dir()
  beside   = fileexists("${get_terragrunt_dir()}/extra.txt")
  extra    = file("extra.txt")
}
