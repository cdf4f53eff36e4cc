model {
  source   = "terraform-aws-modules/iam/aws"
  versions = ">= 5.6.0, < 5.44.0"
  read_at  = ["v5.6.0", "v5.20.0", "v5.43.0"]
}
