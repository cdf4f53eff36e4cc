model {
  source   = "terraform-aws-modules/ec2-instance/aws"
  versions = ">= 2.10.0, < 3.0.0"
  read_at  = ["v2.10.0", "v2.17.0", "v2.21.0"]
}
