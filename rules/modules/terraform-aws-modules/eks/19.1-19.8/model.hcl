model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 19.0.4, < 19.9.0"
  read_at  = ["v19.0.4", "v19.5.1", "v19.8.0"]
  leaves_out = ["output.node_group_status"]
}
