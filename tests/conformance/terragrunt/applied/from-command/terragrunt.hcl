terraform {
  source = "../modules/many"
  extra_arguments "x" {
    commands           = ["apply", "plan"]
    optional_var_files = ["${get_terragrunt_dir()}/${run_cmd("echo", "here")}.tfvars"]
  }
}
inputs = {
  a = "input"
  c = "input"
}
