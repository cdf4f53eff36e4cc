dependency "a" {
  config_path = "../absent"
}

inputs = {
  a = dependency.a.outputs.x
}
