model {
  source   = "terraform-aws-modules/opensearch/aws"
  versions = ">= 1.2.0, < 2.0.0"
  read_at  = ["v1.2.0", "v1.3.0", "v1.7.0"]
}
