unit "a" {
  source = "../units/app"
  path   = "x"
}

stack "b" {
  source = "../stacks/pair"
  path   = "x"
}
