unit "a" {
  source = "../units/app"
  path   = ""
}
