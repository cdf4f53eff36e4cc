model {
  source   = "terraform-aws-modules/cloudfront/aws"
  versions = ">= 5.0.0, < 6.0.0"
  read_at  = ["v5.0.0", "v5.0.1", "v5.2.0"]
}
