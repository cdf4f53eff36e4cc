model {
  source   = "terraform-aws-modules/sns/aws"
  versions = ">= 3.1.0, < 4.0.0"
  read_at  = ["v3.1.0", "v3.2.0", "v3.3.0"]
}
