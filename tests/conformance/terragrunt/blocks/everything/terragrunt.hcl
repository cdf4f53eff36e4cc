terraform {
  source                   = "tfr:///terraform-aws-modules/vpc/aws?version=5.8.1"
  include_in_copy          = ["*.txt", "data/**"]
  exclude_from_copy        = ["secret.txt"]
  copy_terraform_lock_file = false

  extra_arguments "retry_lock" {
    commands           = get_terraform_commands_that_need_locking()
    arguments          = ["-lock-timeout=20m"]
    required_var_files = ["a.tfvars"]
    optional_var_files = ["b.tfvars", "${get_terragrunt_dir()}/c.tfvars"]
    env_vars = {
      TF_VAR_a = "b"
    }
  }

  before_hook "before" {
    commands        = ["apply", "plan"]
    execute         = ["echo", "before"]
    run_on_error    = false
    suppress_stdout = true
    working_dir     = "/tmp"
    if              = 1 == 1
  }

  after_hook "after" {
    commands     = ["apply"]
    execute      = ["echo", "after"]
    run_on_error = true
  }

  after_hook "other" {
    commands = ["init-from-module"]
    execute  = ["cp", "x", "y"]
  }

  error_hook "error" {
    commands  = ["apply"]
    execute   = ["echo", "error"]
    on_errors = [".*timeout.*"]
  }
}

download_dir                  = "${get_terragrunt_dir()}/.cache"
prevent_destroy               = true
iam_role                      = "arn:aws:iam::123456789012:role/terragrunt"
iam_assume_role_duration      = 3600
iam_assume_role_session_name  = "session"
iam_web_identity_token        = "token"
terraform_binary              = "terraform"
terraform_version_constraint  = ">= 1.0"
terragrunt_version_constraint = ">= 0.50"

inputs = {}
