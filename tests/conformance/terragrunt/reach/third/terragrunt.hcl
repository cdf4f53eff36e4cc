terraform {
  source = "../modules/user"
}

dependency "user" {
  config_path = "../user/terragrunt.hcl"
}

inputs = {
  through = dependency.user.outputs.renamed
}
