unit "app" {
  expansion {
    count = 1.5
  }
  source = "../units/app"
  path   = "app-${count.index}"
}
