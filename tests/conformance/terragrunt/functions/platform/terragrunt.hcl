inputs = {
  platform = get_platform()
  command  = get_terraform_command()
  args     = get_terraform_cli_args()
}
