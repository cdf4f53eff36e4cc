model {
  source   = "terraform-aws-modules/acm/aws"
  versions = ">= 5.0.0, < 6.0.0"
  read_at  = ["v5.0.0", "v5.1.0", "v5.2.0"]
}
