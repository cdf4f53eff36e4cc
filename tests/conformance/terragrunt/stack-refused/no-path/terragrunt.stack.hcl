unit "a" {
  source = "../units/app"
}
