model {
  source   = "terraform-aws-modules/iam/aws"
  versions = ">= 5.0.0, < 5.5.0"
  read_at  = ["v5.0.0", "v5.3.0", "v5.4.0"]
}
