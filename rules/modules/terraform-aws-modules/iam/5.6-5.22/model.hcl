model {
  source   = "terraform-aws-modules/iam/aws"
  versions = ">= 5.6.0, < 5.23.0"
  read_at  = ["v5.6.0", "v5.11.2", "v5.22.0"]
}
