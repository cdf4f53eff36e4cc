model {
  source   = "terraform-aws-modules/route53/aws"
  versions = ">= 2.7.0, < 3.0.0"
  read_at  = ["v2.7.0", "v2.8.0", "v2.11.1"]
}
