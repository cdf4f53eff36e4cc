locals {
  env    = "test"
  region = read_terragrunt_config(find_in_parent_folders("region.hcl"))
}

terraform {
  source = "${get_parent_terragrunt_dir()}/../modules//app"
}

dependencies {
  paths = ["../bare"]
}

inputs = {
  name     = "app-${local.env}-${local.region.locals.region}"
  relative = path_relative_to_include()
  parent   = get_parent_terragrunt_dir()
  here     = get_terragrunt_dir()
  data     = file("data.txt")
}
