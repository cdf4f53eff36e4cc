locals {
  common = read_terragrunt_config("../../common.hcl")
}

inputs = merge(local.common.inputs, {
  name   = local.common.locals.name
  dir    = local.common.locals.dir
  origin = local.common.locals.origin
  role   = local.common.iam_role
  empty  = local.common.generate
  none   = local.common.dependencies == null
  keys   = keys(local.common)
})
