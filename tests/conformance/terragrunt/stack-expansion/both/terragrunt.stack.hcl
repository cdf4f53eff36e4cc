unit "app" {
  expansion {
    for_each = toset(["a"])
    count    = 1
  }
  source = "../units/app"
  path   = "app"
}
