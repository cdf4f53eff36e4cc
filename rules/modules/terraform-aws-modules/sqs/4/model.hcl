model {
  source   = "terraform-aws-modules/sqs/aws"
  versions = ">= 4.0.2, < 5.0.0"
  read_at  = ["v4.0.2", "v4.1.1", "v4.3.1"]
}
