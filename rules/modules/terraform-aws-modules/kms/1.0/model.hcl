model {
  source   = "terraform-aws-modules/kms/aws"
  versions = ">= 1.0.0, < 1.1.0"
  read_at  = ["v1.0.0", "v1.0.2"]
}
