stack "outer" {
  source = "../stacks/outer"
  path   = "outer"
  values = { prefix = "x", more = 1 }
}
