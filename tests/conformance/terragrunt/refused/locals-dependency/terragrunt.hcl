dependency "a" {
  config_path = "../fine"
  mock_outputs = {
    x = 1
  }
}

locals {
  a = dependency.a.outputs.x
}

inputs = {
  a = local.a
}
