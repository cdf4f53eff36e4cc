locals {
  of_folder = read_terragrunt_config("../plain")
}

inputs = {
  a = local.of_folder.inputs.a
}
