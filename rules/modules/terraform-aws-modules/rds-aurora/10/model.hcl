model {
  source   = "terraform-aws-modules/rds-aurora/aws"
  versions = ">= 10.0.0, < 11.0.0"
  read_at  = ["v10.0.0", "v10.2.0"]
}
