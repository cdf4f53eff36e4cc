model {
  source   = "terraform-aws-modules/ec2-instance/aws"
  versions = ">= 6.0.0, < 7.0.0"
  read_at  = ["v6.0.0", "v6.4.0"]
  leaves_out = ["output.ephemeral_block_device"]
}
