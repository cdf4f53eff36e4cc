dependency "two" {
  config_path = "../two"
}

inputs = {
  a = dependency.two.outputs.a
}
