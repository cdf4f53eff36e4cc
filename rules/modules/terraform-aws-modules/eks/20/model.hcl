model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 20.31.4, < 21.0.0"
  read_at  = ["v20.31.4", "v20.33.1", "v20.37.2"]
  leaves_out = ["aws_iam_policy.intermediate", "aws_iam_role_policy_attachment.intermediate"]
}
