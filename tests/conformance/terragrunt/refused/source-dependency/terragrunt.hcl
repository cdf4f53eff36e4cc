dependency "a" {
  config_path = "../fine"
  mock_outputs = {
    x = "1"
  }
}

terraform {
  source = "./m${dependency.a.outputs.x}"
}
