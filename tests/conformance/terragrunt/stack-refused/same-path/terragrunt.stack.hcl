unit "a" {
  source = "../units/app"
  path   = "x"
}

unit "b" {
  source = "../units/app"
  path   = "x"
}
