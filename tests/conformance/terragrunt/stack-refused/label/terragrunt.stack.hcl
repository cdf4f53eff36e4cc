unit {
  source = "../units/app"
  path   = "a"
}
