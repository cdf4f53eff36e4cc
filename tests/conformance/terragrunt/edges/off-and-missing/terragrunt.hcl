dependency "x" {
  config_path = "../absent"
  enabled     = false
  mock_outputs = {
    a = "mock"
  }
}

inputs = {
  a = try(dependency.x.outputs.b, "none")
}
