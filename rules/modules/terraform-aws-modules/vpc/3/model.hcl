model {
  source   = "terraform-aws-modules/vpc/aws"
  versions = ">= 3.0.0, < 4.0.0"
  read_at  = ["v3.0.0", "v3.10.0", "v3.14.4", "v3.19.0"]
}
