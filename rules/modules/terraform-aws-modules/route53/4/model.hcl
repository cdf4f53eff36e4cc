model {
  source   = "terraform-aws-modules/route53/aws"
  versions = ">= 4.0.0, != 4.0.1, < 5.0.0"
  read_at  = ["v4.0.0", "v4.1.0"]
}
