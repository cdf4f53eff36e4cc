model {
  source   = "terraform-aws-modules/efs/aws"
  versions = ">= 1.0.0, < 2.0.0"
  read_at  = ["v1.0.0", "v1.8.1"]
}
