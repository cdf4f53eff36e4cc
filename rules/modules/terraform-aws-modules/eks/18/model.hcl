model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 18.0.0, < 19.0.0"
  read_at  = ["v18.0.0", "v18.31.2"]
}
