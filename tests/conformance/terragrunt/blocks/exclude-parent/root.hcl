feature "region" {
  default = "eu"
}

exclude {
  if      = true
  actions = ["destroy"]
  no_run  = true
}

errors {
  retry "transient" {
    retryable_errors   = [".*Error: transient.*"]
    max_attempts       = 3
    sleep_interval_sec = 5
  }
}

engine {
  source  = "github.com/acme/engine"
  version = "v1.0.0"
  type    = "rpc"
  meta    = { a = 1 }
}
