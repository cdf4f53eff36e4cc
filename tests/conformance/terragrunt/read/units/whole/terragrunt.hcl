locals {
  account = read_terragrunt_config("../../account.hcl")
  env     = read_terragrunt_config("../../env.hcl")
  all     = merge(local.account.locals, local.env.locals)
}

inputs = merge(local.all, { both = "${local.account.locals.name}-${local.env.locals.name}" })
