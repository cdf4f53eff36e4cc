unit "app" {
  expansion {
    count = 1
  }
  source = "../units/app"
  path   = "app-${count.index}"
}

unit "other" {
  source = "../units/app"
  path   = "other"
  values = { name = unit.app.path }
}
