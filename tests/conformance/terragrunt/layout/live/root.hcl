locals {
  parts   = split("/", path_relative_to_include())
  account = local.parts[0]
  region  = try(local.parts[1], "global")
  common  = yamldecode(file(find_in_parent_folders("common.yaml", "${get_parent_terragrunt_dir()}/empty.yaml")))
  vars    = jsondecode(file("${get_parent_terragrunt_dir()}/vars.json"))
}

remote_state {
  backend = "s3"
  generate = {
    path      = "backend.tf"
    if_exists = "overwrite_terragrunt"
  }
  config = {
    bucket         = "state-${local.account}"
    key            = "${trimprefix(path_relative_to_include(), "${local.account}/")}/terraform.tfstate"
    region         = local.region == "global" ? "us-east-1" : local.region
    dynamodb_table = "locks"
  }
}

inputs = merge(
  local.vars,
  local.common,
  {
    account = local.account
    region  = local.region
    depth   = length(local.parts)
    up      = join("/", [for p in local.parts : ".."])
  },
)
