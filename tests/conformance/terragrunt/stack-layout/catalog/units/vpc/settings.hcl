locals {
  size = "${basename(get_terragrunt_dir())}-size"
}
