locals {
  base = basename(get_terragrunt_dir())
}

inputs = {
  derived = "d-${local.base}"
}
