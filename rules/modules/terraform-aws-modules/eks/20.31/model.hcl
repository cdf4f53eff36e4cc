model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 20.31.0, < 20.31.4"
  read_at  = ["v20.31.0", "v20.31.2", "v20.31.3"]
  leaves_out = ["aws_iam_policy.intermediate", "aws_iam_role_policy_attachment.intermediate"]
}
