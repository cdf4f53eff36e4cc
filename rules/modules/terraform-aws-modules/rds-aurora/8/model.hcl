model {
  source   = "terraform-aws-modules/rds-aurora/aws"
  versions = ">= 8.1.0, < 9.0.0"
  read_at  = ["v8.1.0", "v8.5.0"]
}
