model {
  source   = "terraform-aws-modules/sns/aws"
  versions = ">= 7.0.0, < 8.0.0"
  read_at  = ["v7.0.0", "v7.1.0"]
}
