terraform {
  source = "../modules/small"
}
generate "g" {
  path      = "signed.tf"
  if_exists = "overwrite_terragrunt"
  contents  = "output \"g\" {\n  value = 1\n}"
}
