model {
  source   = "terraform-aws-modules/s3-bucket/aws"
  versions = ">= 1.20.0, < 2.1.0"
  read_at  = ["v1.20.0", "v1.25.0", "v2.0.0"]
}
