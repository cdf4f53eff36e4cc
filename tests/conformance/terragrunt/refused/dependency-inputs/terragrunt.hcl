dependency "fine" {
  config_path = "../fine"
}

inputs = {
  x = dependency.fine.inputs.x
}
