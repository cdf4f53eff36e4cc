model {
  source   = "terraform-aws-modules/acm/aws"
  versions = ">= 4.0.0, < 4.4.0"
  read_at  = ["v4.0.0", "v4.2.0", "v4.3.2"]
}
