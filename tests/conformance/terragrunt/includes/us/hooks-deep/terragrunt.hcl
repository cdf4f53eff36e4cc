include "base" {
  path           = "../../layers/hooks.hcl"
  merge_strategy = "deep"
}

terraform {
  include_in_copy          = ["own.txt"]
  copy_terraform_lock_file = true
  before_hook "second" {
    commands = ["apply"]
    execute  = ["echo", "own"]
  }
}
