remote_state {
  backend = "local"
  config = {
    path = "${get_parent_terragrunt_dir()}/${path_relative_to_include()}/terraform.tfstate"
  }
}

generate = local.generate

locals {
  generate = {
    versions = {
      path      = "versions.tf"
      if_exists = "overwrite"
      contents  = "terraform {}"
    }
    other = {
      path           = "other.tf"
      if_exists      = "skip"
      contents       = jsonencode({ a = 1 })
      comment_prefix = "// "
    }
  }
}
