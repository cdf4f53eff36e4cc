model {
  source   = "terraform-aws-modules/route53/aws"
  versions = ">= 5.0.0, < 6.0.0"
  read_at  = ["v5.0.0"]
}
