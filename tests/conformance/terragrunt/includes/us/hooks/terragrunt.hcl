include "base" {
  path = "../../layers/hooks.hcl"
}

terraform {
  include_in_copy = ["own.txt"]
  before_hook "first" {
    commands = ["apply"]
    execute  = ["echo", "own"]
  }
  after_hook "last" {
    commands     = ["apply"]
    execute      = ["echo", "last"]
    run_on_error = true
  }
}
