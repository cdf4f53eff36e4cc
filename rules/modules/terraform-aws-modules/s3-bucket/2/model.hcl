model {
  source   = "terraform-aws-modules/s3-bucket/aws"
  versions = ">= 2.1.0, < 3.0.0"
  read_at  = ["v2.1.0", "v2.11.0", "v2.15.0"]
}
