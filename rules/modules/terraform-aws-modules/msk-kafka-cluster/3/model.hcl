model {
  source   = "terraform-aws-modules/msk-kafka-cluster/aws"
  versions = ">= 3.0.0, < 4.0.0"
  read_at  = ["v3.0.0", "v3.2.0", "v3.3.0"]
}
