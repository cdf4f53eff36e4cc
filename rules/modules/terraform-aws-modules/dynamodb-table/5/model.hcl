model {
  source   = "terraform-aws-modules/dynamodb-table/aws"
  versions = ">= 5.4.0, < 6.0.0"
  read_at  = ["v5.4.0", "v5.5.0"]
}
