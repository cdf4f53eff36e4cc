locals {
  hidden = "hidden"
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite"
  }
  config = {
    bucket = "b"
    key    = "${path_relative_to_include()}/x"
  }
}

terraform {
  before_hook "h" {
    commands = ["plan"]
    execute  = ["true"]
  }
}

inputs = {
  a = local.hidden
}
