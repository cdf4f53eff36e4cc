model {
  source   = "terraform-aws-modules/route53/aws"
  versions = ">= 6.0.2, < 7.0.0"
  read_at  = ["v6.0.2", "v6.2.0", "v6.4.0"]
}
