model {
  source   = "terraform-aws-modules/s3-bucket/aws"
  versions = ">= 3.0.0, < 3.9.0"
  read_at  = ["v3.0.0", "v3.8.2"]
}
