model {
  source   = "terraform-aws-modules/sns/aws"
  versions = ">= 6.1.0, < 7.0.0"
  read_at  = ["v6.1.0", "v6.2.1"]
}
