model {
  source   = "terraform-aws-modules/ec2-instance/aws"
  versions = ">= 4.0.0, < 5.0.0"
  read_at  = ["v4.0.0", "v4.2.1", "v4.5.0"]
  leaves_out = ["output.ephemeral_block_device"]
}
