terraform {
  source                   = "../../modules/app"
  include_in_copy          = ["base.txt"]
  exclude_from_copy        = [".secret"]
  copy_terraform_lock_file = false
  before_hook "first" {
    commands = ["plan"]
    execute  = ["echo", "base"]
  }
  before_hook "second" {
    commands    = ["plan"]
    execute     = ["echo", "second"]
    working_dir = get_terragrunt_dir()
    if          = true
  }
  error_hook "oops" {
    commands  = ["apply"]
    execute   = ["echo", "oops"]
    on_errors = [".*"]
  }
}
