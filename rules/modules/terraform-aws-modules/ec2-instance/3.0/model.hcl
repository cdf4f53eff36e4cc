model {
  source   = "terraform-aws-modules/ec2-instance/aws"
  versions = ">= 3.0.0, < 3.1.0"
  read_at  = ["v3.0.0"]
  leaves_out = ["output.ephemeral_block_device"]
}
