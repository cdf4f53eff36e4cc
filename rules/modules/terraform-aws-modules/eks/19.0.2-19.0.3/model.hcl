model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 19.0.2, < 19.0.4"
  read_at  = ["v19.0.2", "v19.0.3"]
  leaves_out = ["output.oidc_provider", "output.node_group_status"]
}
