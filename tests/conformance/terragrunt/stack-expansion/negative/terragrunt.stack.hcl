unit "app" {
  expansion {
    count = -1
  }
  source = "../units/app"
  path   = "app-${count.index}"
}
