unit "app" {
  expansion {
    for_each = ["a", "b"]
  }
  source = "../units/app"
  path   = each.key
}
