unit "app" {
  expansion {
  }
  source = "../units/app"
  path   = "app"
}
