model {
  source   = "terraform-aws-modules/ecs/aws"
  versions = ">= 4.0.0, < 5.0.0"
  read_at  = ["v4.0.0", "v4.1.2", "v4.1.3"]
}
