model {
  source   = "terraform-aws-modules/cloudfront/aws"
  versions = ">= 3.0.0, < 4.0.0"
  read_at  = ["v3.0.0", "v3.2.1", "v3.4.1"]
}
