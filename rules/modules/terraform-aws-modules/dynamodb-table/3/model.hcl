model {
  source   = "terraform-aws-modules/dynamodb-table/aws"
  versions = ">= 3.1.1, < 4.0.0"
  read_at  = ["v3.1.1", "v3.1.2", "v3.3.0"]
}
