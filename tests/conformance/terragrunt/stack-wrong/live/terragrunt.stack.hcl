unit "a" {
  source = "../units/absent"
  path   = "a"
}
