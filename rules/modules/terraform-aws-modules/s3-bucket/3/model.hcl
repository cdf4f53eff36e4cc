model {
  source   = "terraform-aws-modules/s3-bucket/aws"
  versions = ">= 3.9.0, < 4.0.0"
  read_at  = ["v3.9.0", "v3.15.2"]
}
