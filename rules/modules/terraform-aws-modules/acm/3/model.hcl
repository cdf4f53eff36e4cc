model {
  source   = "terraform-aws-modules/acm/aws"
  versions = ">= 3.5.0, < 4.0.0"
  read_at  = ["v3.5.0"]
}
