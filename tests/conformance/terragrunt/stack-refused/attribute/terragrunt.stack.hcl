unit "a" {
  source = "../units/app"
  path   = "a"
  color  = "red"
}
