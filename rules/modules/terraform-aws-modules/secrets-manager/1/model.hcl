model {
  source   = "terraform-aws-modules/secrets-manager/aws"
  versions = ">= 1.0.0, < 2.0.0"
  read_at  = ["v1.0.0", "v1.1.1", "v1.3.1"]
  leaves_out = ["output.secret_string"]
}
