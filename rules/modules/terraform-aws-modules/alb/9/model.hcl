model {
  source   = "terraform-aws-modules/alb/aws"
  versions = ">= 9.0.0, < 10.0.0"
  read_at  = ["v9.0.0", "v9.8.0", "v9.17.0"]
}
