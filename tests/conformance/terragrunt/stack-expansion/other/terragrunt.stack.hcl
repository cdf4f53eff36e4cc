unit "app" {
  expansion {
    count = 1
    key   = "x"
  }
  source = "../units/app"
  path   = "app-${count.index}"
}
