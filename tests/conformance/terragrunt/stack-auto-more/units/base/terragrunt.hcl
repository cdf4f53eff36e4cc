terraform {
  source = "${get_repo_root()}/module"
}

locals {
  env = "unit"
}

dependency "own" {
  config_path = "../other"
  mock_outputs = {
    name = "own-mock"
  }
}

inputs = {
  name = "own"
  env  = local.env
  dep  = dependency.own.outputs.name
}
