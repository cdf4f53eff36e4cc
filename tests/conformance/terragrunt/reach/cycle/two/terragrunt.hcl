dependency "one" {
  config_path = "../one"
}

inputs = {
  a = dependency.one.outputs.a
}
