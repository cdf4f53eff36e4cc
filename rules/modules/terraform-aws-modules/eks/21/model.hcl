model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 21.0.4, != 21.3.0, != 21.3.1, != 21.16.0, < 22.0.0"
  read_at  = ["v21.0.4", "v21.8.0", "v21.19.0"]
  leaves_out = ["output.cluster_control_plane_scaling_tier", "aws_iam_policy.intermediate", "aws_iam_role_policy_attachment.intermediate"]

  only "modules/karpenter" {
    versions = ">= 21.2.0, < 22.0.0"
  }
}
