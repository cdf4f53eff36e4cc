model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 19.0.0, < 20.0.0"
  read_at  = ["v19.0.0", "v19.21.0"]
}
