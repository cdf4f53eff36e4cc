unit "a" {
  source = "../units/app"
  path   = "a"
  values = "x"
}
