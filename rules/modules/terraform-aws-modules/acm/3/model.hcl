model {
  source   = "terraform-aws-modules/acm/aws"
  versions = ">= 3.4.1, < 4.0.0"
  read_at  = ["v3.4.1", "v3.5.0"]
}
