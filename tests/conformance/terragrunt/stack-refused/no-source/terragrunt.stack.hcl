unit "a" {
  path = "a"
}
