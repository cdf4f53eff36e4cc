unit "a" {
  source = "../units/app"
  path   = "a"
  values = { x = unit.b.path }
}
