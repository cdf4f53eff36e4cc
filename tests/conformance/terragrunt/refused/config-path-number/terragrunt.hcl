dependency "a" {
  config_path = 123
}
