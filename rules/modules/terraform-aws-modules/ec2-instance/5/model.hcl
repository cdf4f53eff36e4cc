model {
  source   = "terraform-aws-modules/ec2-instance/aws"
  versions = ">= 5.8.0, < 6.0.0"
  read_at  = ["v5.8.0"]
  leaves_out = ["output.ephemeral_block_device"]
}
