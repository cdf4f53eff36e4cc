dependency "nowhere" {
  config_path = ""
}

inputs = {
  a = 1
}
