include "root" {
  path = find_in_parent_folders("root.hcl")
}

terraform {
  source = "../../modules/app"
  extra_arguments "vars" {
    commands  = ["plan"]
    arguments = ["-var=x=2"]
  }
  extra_arguments "more" {
    commands  = ["init"]
    arguments = ["-upgrade"]
    env_vars  = { TF_LOG = "info" }
  }
}

inputs = {
  tags  = { owner = "team" }
  zones = ["c"]
  name  = "shallow"
}
