unit "a" {
  source = "../units/app"
  path   = "a"

  dependency "x" {
    config_path = "../x"
  }
}
