model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 20.8.3, < 20.31.0"
  read_at  = ["v20.8.3", "v20.19.0", "v20.30.1"]
  # Nothing said means Linux.
  same_defaults = ["platform"]
}
