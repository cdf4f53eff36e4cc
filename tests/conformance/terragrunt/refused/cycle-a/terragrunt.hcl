dependency "b" {
  config_path = "../cycle-b"
}
