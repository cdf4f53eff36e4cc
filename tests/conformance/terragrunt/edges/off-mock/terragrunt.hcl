dependency "x" {
  config_path = "../empty"
  enabled     = false
  mock_outputs = {
    a = "mock"
  }
}

inputs = {
  a = dependency.x.outputs.a
}
