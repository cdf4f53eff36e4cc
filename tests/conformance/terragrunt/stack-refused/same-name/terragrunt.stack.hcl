unit "a" {
  source = "../units/app"
  path   = "x"
}

unit "a" {
  source = "../units/app"
  path   = "y"
}
