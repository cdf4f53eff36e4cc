model {
  source   = "terraform-aws-modules/acm/aws"
  versions = ">= 3.0.0, < 3.4.1"
  read_at  = ["v3.0.0", "v3.3.0", "v3.4.0"]
}
