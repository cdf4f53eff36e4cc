model {
  source   = "terraform-aws-modules/msk-kafka-cluster/aws"
  versions = ">= 2.0.0, < 3.0.0"
  read_at  = ["v2.0.0", "v2.6.0", "v2.13.1"]
}
