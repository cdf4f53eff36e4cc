model {
  source   = "terraform-aws-modules/kms/aws"
  versions = ">= 1.1.0, < 2.0.0"
  read_at  = ["v1.1.0", "v1.5.0"]
}
