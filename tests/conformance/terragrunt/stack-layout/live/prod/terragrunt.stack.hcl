locals {
  account = read_terragrunt_config(find_in_parent_folders("account.hcl")).locals
  names   = ["one", "two"]
}

stack "network" {
  source = "${get_repo_root()}//catalog/stacks/network"
  path   = "network"
  values = {
    cidr    = "10.0.0.0/16"
    account = local.account.name
    names   = local.names
  }
}

unit "app" {
  source = "${get_repo_root()}//catalog/units/app"
  path   = "services/app"
  values = {
    vpc     = "../../network/.terragrunt-stack/vpc"
    version = "v1"
  }
}
