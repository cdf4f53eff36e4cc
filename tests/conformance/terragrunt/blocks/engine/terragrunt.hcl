engine {
  source  = "github.com/gruntwork-io/terragrunt-engine-opentofu"
  version = "v0.0.9"
  meta = {
    key_1 = ["v1", "v2"]
    key_2 = { a = 1 }
  }
}
