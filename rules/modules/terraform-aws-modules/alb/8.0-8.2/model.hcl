model {
  source   = "terraform-aws-modules/alb/aws"
  versions = ">= 8.0.0, < 8.3.0"
  read_at  = ["v8.0.0", "v8.2.2"]
}
