model {
  source   = "terraform-aws-modules/rds/aws"
  versions = ">= 4.1.0, < 5.0.0"
  read_at  = ["v4.1.0", "v4.2.0", "v4.7.0"]
  # The name of the database by two names of the attribute.
  leaves_out = ["output.db_instance_name"]
}
