model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 21.0.0, < 21.0.2"
  read_at  = ["v21.0.0", "v21.0.1"]
  leaves_out = ["output.cluster_control_plane_scaling_tier", "aws_iam_policy.intermediate", "aws_iam_role_policy_attachment.intermediate"]

}
