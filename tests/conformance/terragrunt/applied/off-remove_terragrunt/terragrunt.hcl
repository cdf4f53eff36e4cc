terraform {
  source = "../modules/small"
}
generate "g" {
  path        = "signed.tf"
  if_exists   = "overwrite"
  if_disabled = "remove_terragrunt"
  disable     = true
  contents    = ""
}
