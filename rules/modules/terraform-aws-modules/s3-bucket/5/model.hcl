model {
  source   = "terraform-aws-modules/s3-bucket/aws"
  versions = ">= 5.0.0, < 6.0.0"
  read_at  = ["v5.0.0", "v5.15.4"]
  # The region of the bucket by two names.
  leaves_out = ["output.s3_bucket_region"]
}
