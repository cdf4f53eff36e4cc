inputs = {}

unit "a" {
  source = "../units/app"
  path   = "a"
}
