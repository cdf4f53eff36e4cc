locals {
  company = "acme"
  region  = read_terragrunt_config(find_in_parent_folders("region.hcl")).locals.region
}

remote_state {
  backend = "s3"
  config = {
    bucket  = "${local.company}-state"
    key     = "${path_relative_to_include()}/terraform.tfstate"
    region  = local.region
    encrypt = true
  }
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
}

generate "provider" {
  path      = "provider.tf"
  if_exists = "overwrite_terragrunt"
  contents  = <<-EOF
    provider "aws" {
      region = "${local.region}"
    }
  EOF
}

terraform {
  extra_arguments "lock" {
    commands  = get_terraform_commands_that_need_locking()
    arguments = ["-lock-timeout=20m"]
  }
  extra_arguments "vars" {
    commands           = ["plan", "apply"]
    required_var_files = ["${get_parent_terragrunt_dir()}/common.tfvars"]
  }
}

inputs = {
  company     = local.company
  region      = local.region
  relative    = path_relative_to_include()
  from        = path_relative_from_include()
  parent      = get_parent_terragrunt_dir()
  own         = get_terragrunt_dir()
  original    = get_original_terragrunt_dir()
  tags        = { owner = "platform", managed = true }
  zones       = ["a", "b"]
  description = "from root"
  nothing     = null
}
