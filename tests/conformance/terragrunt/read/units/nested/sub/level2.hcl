locals {
  dir   = get_terragrunt_dir()
  value = "deep"
}
