model {
  source   = "terraform-aws-modules/vpc/aws"
  versions = ">= 5.0.0, < 5.1.2"
  read_at  = ["v5.0.0", "v5.1.1"]
}
