unit "app" {
  expansion {
    count = "two"
  }
  source = "../units/app"
  path   = "app-${count.index}"
}
