model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 21.0.0, < 22.0.0"
  read_at  = ["v21.0.0", "v21.0.4", "v21.19.0"]
}
