include "root" {
  path           = find_in_parent_folders("root.hcl")
  merge_strategy = "shallow"
  expose         = true
}

terraform {
  source = "${get_terragrunt_dir()}/../../modules//app"
}

inputs = {
  bucket    = include.root.remote_state.config.bucket
  key       = include.root.remote_state.config.key
  company   = upper(include.root.locals.company)
  zone      = include.root.inputs.zones[1]
  arguments = include.root.terraform.extra_arguments.lock.arguments
  contents  = include.root.generate.provider.contents
  nothing   = include.root.inputs.nothing == null
}
