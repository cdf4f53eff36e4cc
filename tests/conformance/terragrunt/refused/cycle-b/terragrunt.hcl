dependency "a" {
  config_path = "../cycle-a"
}
