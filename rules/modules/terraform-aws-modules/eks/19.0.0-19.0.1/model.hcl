model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 19.0.0, < 19.0.2"
  read_at  = ["v19.0.0", "v19.0.1"]
  leaves_out = ["output.oidc_provider", "output.node_group_status"]
}
