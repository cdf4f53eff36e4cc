model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 17.0.0, < 18.0.0"
  read_at  = ["v17.0.0", "v17.12.0", "v17.24.0"]

  # The policies that the module writes itself differ between its versions.
  leaves_out = ["aws_iam_role_policy_attachment.cluster_elb_sl_role_creation", "aws_iam_role_policy_attachment.cluster_deny_log_group"]
}
