model {
  source   = "terraform-aws-modules/ec2-instance/aws"
  versions = ">= 5.0.0, < 5.8.0"
  read_at  = ["v5.0.0", "v5.7.1"]
  leaves_out = ["output.ephemeral_block_device"]
}
