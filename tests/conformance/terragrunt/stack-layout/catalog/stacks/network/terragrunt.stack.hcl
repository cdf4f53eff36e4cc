unit "vpc" {
  source = "${get_repo_root()}//catalog/units/vpc"
  path   = "vpc"
  values = {
    cidr = values.cidr
    name = "vpc-${values.account}-${join("-", values.names)}"
  }
}

unit "plain" {
  source                  = "${get_repo_root()}//catalog/units/vpc"
  path                    = "plain"
  no_dot_terragrunt_stack = true
  values = {
    cidr = cidrsubnet(values.cidr, 8, 1)
    name = try(values.absent, "absent")
  }
}
