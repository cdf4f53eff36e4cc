stack "a" {
  source = "../units/app"
  path   = "a"
}
