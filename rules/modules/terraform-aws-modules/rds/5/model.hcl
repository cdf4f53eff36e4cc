model {
  source   = "terraform-aws-modules/rds/aws"
  versions = ">= 5.1.0, < 6.0.0"
  read_at  = ["v5.1.0", "v5.9.0"]
}
