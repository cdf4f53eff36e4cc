model {
  source   = "terraform-aws-modules/alb/aws"
  versions = ">= 7.0.0, < 8.0.0"
  read_at  = ["v7.0.0"]
}
