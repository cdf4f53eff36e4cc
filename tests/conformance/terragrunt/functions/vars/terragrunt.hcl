locals {
  prod = jsondecode(read_tfvars_file("prod.tfvars"))
  more = jsondecode(read_tfvars_file("more.tfvars.json"))
}

inputs = merge(local.prod, { more = local.more, text = read_tfvars_file("${get_terragrunt_dir()}/prod.tfvars") })
