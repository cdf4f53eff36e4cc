locals {
  a = read_terragrunt_config("absent.hcl")
}
