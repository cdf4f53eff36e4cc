terraform {
  source = "../modules/many"
  extra_arguments "all" {
    commands           = get_terraform_commands_that_need_vars()
    optional_var_files = ["${get_terragrunt_dir()}/../common/optional.tfvars", "${get_terragrunt_dir()}/../common/none.tfvars"]
    required_var_files = ["${get_terragrunt_dir()}/../common/required.tfvars"]
    arguments          = ["-var", "e=argument", "-lock=false"]
    env_vars = {
      TF_VAR_h          = "environment"
      TF_VAR_a          = "environment"
      TF_CLI_ARGS_apply = "-var l=arguments"
    }
  }
  extra_arguments "more" {
    commands  = ["apply", "plan"]
    arguments = ["-var=k=[1]", "--var=p=two dashes"]
  }
  extra_arguments "other" {
    commands  = ["destroy"]
    arguments = ["-var=i=destroy"]
  }
  extra_arguments "plan" {
    commands  = ["plan"]
    arguments = ["-var=g=plan"]
  }
}
inputs = {
  a = "input"
  g = "input"
  h = "input"
  i = "input"
  j = 3
  k = "input"
  n = null
  o = null
}
