model {
  source   = "terraform-aws-modules/acm/aws"
  versions = ">= 6.0.0, < 7.0.0"
  read_at  = ["v6.0.0", "v6.2.0", "v6.3.0"]
}
