terraform {
  source = "../modules/app"
}

dependency "app" {
  config_path = "${get_terragrunt_dir()}/../app"
}

dependencies {
  paths = ["../vpc"]
}

inputs = {
  name = dependency.app.outputs.name
  all  = dependency.app.outputs
}
