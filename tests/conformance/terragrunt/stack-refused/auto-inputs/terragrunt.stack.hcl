stack "a" {
  source = "../stacks/pair"
  path   = "a"

  autoinclude {
    inputs = { x = 1 }
  }
}
