locals {
  values = read_terragrunt_config("../unit/terragrunt.values.hcl")
}

inputs = {
  a = local.values.a
}
