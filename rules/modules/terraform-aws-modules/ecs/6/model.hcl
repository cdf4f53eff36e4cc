model {
  source   = "terraform-aws-modules/ecs/aws"
  versions = ">= 6.0.0, != 6.6.0, < 7.0.0"
  read_at  = ["v6.0.0", "v6.4.0", "v6.12.0"]
}
