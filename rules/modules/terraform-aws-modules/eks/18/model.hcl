model {
  source   = "terraform-aws-modules/eks/aws"
  versions = ">= 18.11.0, != 18.26.2, < 19.0.0"
  read_at  = ["v18.11.0", "v18.31.2"]
}
