inputs = {
  account = get_aws_account_id()
}
