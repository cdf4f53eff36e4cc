model {
  source   = "terraform-aws-modules/alb/aws"
  versions = ">= 8.3.0, < 9.0.0"
  read_at  = ["v8.3.0", "v8.5.0", "v8.7.0"]
}
