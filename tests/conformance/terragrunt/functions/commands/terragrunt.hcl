inputs = {
  vars        = get_terraform_commands_that_need_vars()
  locking     = get_terraform_commands_that_need_locking()
  input       = get_terraform_commands_that_need_input()
  parallelism = get_terraform_commands_that_need_parallelism()
  source      = get_terragrunt_source_cli_flag()
}
