unit "a" {
  source = "../units/app"
  path   = "./a/../b//c/"
  values = { name = unit.a.path }
}
