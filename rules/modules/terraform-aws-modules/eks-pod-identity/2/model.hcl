model {
  source   = "terraform-aws-modules/eks-pod-identity/aws"
  versions = ">= 2.0.0, < 3.0.0"
  read_at  = ["v2.0.0", "v2.4.0", "v2.8.1"]
}
