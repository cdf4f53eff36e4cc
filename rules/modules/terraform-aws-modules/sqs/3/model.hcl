model {
  source   = "terraform-aws-modules/sqs/aws"
  versions = ">= 3.0.0, != 3.4.0, < 4.0.0"
  read_at  = ["v3.0.0", "v3.3.0", "v3.5.0"]
}
