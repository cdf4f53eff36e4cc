model {
  source   = "terraform-aws-modules/lambda/aws"
  versions = ">= 6.0.0, < 7.0.0"
  read_at  = ["v6.0.0", "v6.5.0", "v6.8.0"]
  # The policies that the module writes itself.
  leaves_out = ["aws_iam_role_policy_attachment.additional_inline", "aws_iam_role_policy_attachment.additional_json", "aws_iam_role_policy_attachment.additional_jsons", "aws_iam_role_policy_attachment.async", "aws_iam_role_policy_attachment.dead_letter", "aws_iam_role_policy_attachment.logs", "aws_iam_role_policy_attachment.tracing", "aws_iam_role_policy_attachment.vpc"]
}
