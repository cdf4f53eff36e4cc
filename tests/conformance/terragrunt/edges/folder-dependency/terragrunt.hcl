dependency "x" {
  config_path  = "../nothing-here"
  skip_outputs = true
  mock_outputs = {
    a = "mock"
  }
}

inputs = {
  a = 1
}
