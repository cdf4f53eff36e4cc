terraform {
  source = "../modules/many"
  extra_arguments "x" {
    commands           = ["apply", "plan"]
    required_var_files = ["${get_terragrunt_dir()}/gone.tfvars"]
  }
}
