model {
  source   = "terraform-aws-modules/route53/aws"
  versions = ">= 3.0.0, < 4.0.0"
  read_at  = ["v3.0.0", "v3.1.0"]
}
