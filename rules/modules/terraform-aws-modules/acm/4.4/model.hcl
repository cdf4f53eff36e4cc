model {
  source   = "terraform-aws-modules/acm/aws"
  versions = ">= 4.4.0, < 4.5.0"
  read_at  = ["v4.4.0"]
}
