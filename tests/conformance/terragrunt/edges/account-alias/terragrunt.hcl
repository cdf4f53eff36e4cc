inputs = {
  alias = get_aws_account_alias()
  arn   = get_aws_caller_identity_arn()
  user  = get_aws_caller_identity_user_id()
}
