terraform {
  source = "git::https://example.com/modules.git//a/b?ref=v1.2.3"

  after_hook "copy" {
    commands = concat(["init"], get_terraform_commands_that_need_input())
    execute  = ["cp", "${get_terragrunt_dir()}/a", get_env("DRIFTLINE_TARGET", ".")]
    if       = get_env("DRIFTLINE_HOOK", "true") == "true"
  }
}

inputs = {
  source = "x"
}
