model {
  source   = "terraform-aws-modules/cloudfront/aws"
  versions = ">= 4.0.0, < 5.0.0"
  read_at  = ["v4.0.0", "v4.1.0", "v4.2.0"]
}
