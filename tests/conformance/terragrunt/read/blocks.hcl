terraform_binary         = "tofu"
iam_assume_role_duration = 60

feature "f" {
  default = "v"
}

generate "g" {
  path      = "g.tf"
  if_exists = "skip"
  contents  = "g"
}

exclude {
  if      = false
  actions = ["plan"]
}

errors {
  retry "r" {
    retryable_errors   = ["x"]
    max_attempts       = 7
    sleep_interval_sec = 1
  }
}

dependencies {
  paths = ["units/plain"]
}

terraform {
  extra_arguments "x" {
    commands  = ["plan"]
    arguments = ["-a"]
  }
}
