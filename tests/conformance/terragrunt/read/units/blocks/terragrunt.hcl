locals {
  other = read_terragrunt_config("../../blocks.hcl")
}

inputs = {
  feature  = local.other.feature.f.default
  generate = local.other.generate.g.path
  defaults = local.other.generate.g.if_disabled
  exclude  = local.other.exclude.actions
  retry    = local.other.errors.retry[0].max_attempts
  paths    = local.other.dependencies.paths
  binary   = local.other.terraform_binary
  duration = local.other.iam_assume_role_duration
  args     = local.other.terraform.extra_arguments["x"].arguments
}
