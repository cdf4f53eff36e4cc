remote_state {
  backend                         = "s3"
  disable_init                    = true
  disable_dependency_optimization = true
  generate = {
    path      = "state.tf"
    if_exists = "skip"
  }
  config = {
    bucket         = "state"
    key            = "${path_relative_to_include()}/x.tfstate"
    region         = "eu-west-1"
    encrypt        = true
    s3_bucket_tags = { owner = "x" }
    list           = ["a", 1]
  }
  encryption = {
    key_provider = "pbkdf2"
    passphrase   = "not a secret"
  }
}
