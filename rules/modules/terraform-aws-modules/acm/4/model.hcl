model {
  source   = "terraform-aws-modules/acm/aws"
  versions = ">= 4.5.0, < 5.0.0"
  read_at  = ["v4.5.0"]
}
