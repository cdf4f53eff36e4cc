model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 20.0.0, < 21.0.0"
  read_at  = ["v20.0.0", "v20.8.0", "v20.31.0", "v20.37.2"]
}
