model {
  source   = "terraform-aws-modules/sns/aws"
  versions = ">= 5.1.0, < 6.0.0"
  read_at  = ["v5.1.0", "v5.3.0", "v5.4.0"]
}
