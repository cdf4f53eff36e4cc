unit "a" {
  source = "../module"
  path   = "a"
}
