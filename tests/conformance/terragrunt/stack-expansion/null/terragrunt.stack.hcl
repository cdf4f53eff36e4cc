unit "app" {
  expansion {
    for_each = null
  }
  source = "../units/app"
  path   = each.key
}
