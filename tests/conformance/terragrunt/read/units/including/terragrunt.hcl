locals {
  other = read_terragrunt_config("../included/terragrunt.hcl")
}

inputs = {
  inputs = local.other.inputs
  source = local.other.terraform.source
  state  = local.other.remote_state.config.key
  exists = local.other.remote_state.generate.if_exists
  locals = local.other.locals
  hooks  = keys(local.other.terraform.before_hook)
}
