model {
  source   = "terraform-aws-modules/lambda/aws"
  versions = ">= 8.0.0, < 9.0.0"
  read_at  = ["v8.0.0", "v8.1.2", "v8.8.1"]
}
