model {
  source   = "terraform-aws-modules/rds-aurora/aws"
  versions = ">= 9.0.0, < 10.0.0"
  read_at  = ["v9.0.0", "v9.16.1"]
}
