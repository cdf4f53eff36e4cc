unit "app" {
  expansion {
    count = 1
  }
  expansion {
    count = 1
  }
  source = "../units/app"
  path   = "app"
}
