model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 19.9.0, < 20.0.0"
  read_at  = ["v19.9.0", "v19.13.1", "v19.21.0"]
  leaves_out = ["output.node_group_status"]
}
