model {
  source   = "terraform-aws-modules/ecr/aws"
  versions = ">= 3.0.0, < 4.0.0"
  read_at  = ["v3.0.0", "v3.1.0", "v3.2.0"]
}
