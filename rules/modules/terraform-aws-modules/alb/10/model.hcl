model {
  source   = "terraform-aws-modules/alb/aws"
  versions = ">= 10.0.0, < 11.0.0"
  read_at  = ["v10.0.0", "v10.3.0", "v10.5.0"]
}
