model {
  source   = "terraform-aws-modules/alb/aws"
  versions = ">= 6.0.0, < 7.0.0"
  read_at  = ["v6.0.0", "v6.5.0", "v6.10.0"]
}
