locals {
  account = get_aws_account_id()
}

inputs = {
  bucket = "state-${local.account}"
  known  = true
}
