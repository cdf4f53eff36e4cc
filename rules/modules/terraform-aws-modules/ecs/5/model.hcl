model {
  source   = "terraform-aws-modules/ecs/aws"
  versions = ">= 5.0.1, < 6.0.0"
  read_at  = ["v5.0.1", "v5.8.1", "v5.12.1"]
  # One setting became a list of one.
  same_defaults = ["cluster_settings"]
}
