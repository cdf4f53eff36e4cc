model {
  source   = "terraform-aws-modules/dynamodb-table/aws"
  versions = ">= 5.0.0, < 5.4.0"
  read_at  = ["v5.0.0", "v5.2.0", "v5.3.0"]
}
