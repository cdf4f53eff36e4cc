model {
  source   = "terraform-aws-modules/ecr/aws"
  versions = ">= 1.0.0, != 1.3.0, != 1.3.1, < 2.0.0"
  read_at  = ["v1.0.0", "v1.4.0", "v1.7.1"]
}
