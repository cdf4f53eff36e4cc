unit "pair" {
  source = "../units/app"
  path   = "unit"
}

stack "pair" {
  source = "../stacks/pair"
  path   = "stack"
}
