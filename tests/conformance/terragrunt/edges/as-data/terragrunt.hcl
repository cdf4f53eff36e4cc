locals {
  data = read_terragrunt_config("${get_terragrunt_dir()}/../data.hcl").locals
  all  = merge([for f in ["data.hcl"] : read_terragrunt_config(find_in_parent_folders(f)).locals]...)
}

inputs = {
  a    = local.data.a
  last = local.data.a[length(local.data.a) - 1]
  all  = local.all
  keys = [for k, v in local.data : k]
}
