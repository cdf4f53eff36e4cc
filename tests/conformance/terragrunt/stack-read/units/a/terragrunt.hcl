locals {
  stack = read_terragrunt_config("${get_repo_root()}/live/terragrunt.stack.hcl")
}

inputs = {
  local  = local.stack.local.project
  path   = local.stack.unit.a.path
  source = local.stack.unit.a.source
  value  = local.stack.unit.a.values.x
}
