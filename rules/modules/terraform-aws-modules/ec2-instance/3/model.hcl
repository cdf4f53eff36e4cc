model {
  source   = "terraform-aws-modules/ec2-instance/aws"
  versions = ">= 3.1.0, < 4.0.0"
  read_at  = ["v3.1.0", "v3.2.1", "v3.6.0"]
  leaves_out = ["output.tags_all"]
}
