unit "a" {
  source = ""
  path   = "a"
}
