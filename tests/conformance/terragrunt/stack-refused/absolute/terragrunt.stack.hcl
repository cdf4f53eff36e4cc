unit "a" {
  source = "../units/app"
  path   = "/opt/a"
}
