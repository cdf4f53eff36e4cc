model {
  source   = "terraform-aws-modules/secrets-manager/aws"
  versions = ">= 2.0.0, < 3.0.0"
  read_at  = ["v2.0.0", "v2.0.1"]
}
