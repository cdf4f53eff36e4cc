model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 21.0.0, < 21.2.0"
  read_at  = ["v21.0.0", "v21.0.8", "v21.1.5"]
}
