locals {
  absent = read_terragrunt_config("absent.hcl", { inputs = { a = "default" }, locals = {} })
  found  = read_terragrunt_config(find_in_parent_folders("nothing.hcl", "nothing.hcl"), { inputs = {} })
}

inputs = merge(local.absent.inputs, local.found.inputs, { present = read_terragrunt_config("../../common.hcl", {}).locals.name })
