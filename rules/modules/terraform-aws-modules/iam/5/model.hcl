model {
  source   = "terraform-aws-modules/iam/aws"
  versions = ">= 5.0.0, < 6.0.0"
  read_at  = ["v5.0.0", "v5.60.0"]
}
