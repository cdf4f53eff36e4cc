model {
  source   = "terraform-aws-modules/eks-pod-identity/aws"
  versions = ">= 1.0.0, < 2.0.0"
  read_at  = ["v1.0.0", "v1.4.1", "v1.12.1"]
}
