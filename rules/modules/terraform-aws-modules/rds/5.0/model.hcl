model {
  source   = "terraform-aws-modules/rds/aws"
  versions = ">= 5.0.0, < 5.1.0"
  read_at  = ["v5.0.0", "v5.0.3"]
  # The name of the database by two names of the attribute.
  leaves_out = ["output.db_instance_name"]
}
