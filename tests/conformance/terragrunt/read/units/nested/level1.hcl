locals {
  dir  = get_terragrunt_dir()
  next = read_terragrunt_config("sub/level2.hcl")
}
