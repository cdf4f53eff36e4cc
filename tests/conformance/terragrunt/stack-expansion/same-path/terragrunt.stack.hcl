unit "app" {
  expansion {
    for_each = toset(["a", "b"])
  }
  source = "../units/app"
  path   = "app"
}
