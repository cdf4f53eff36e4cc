locals {
  m = { a = 1 }
}

inputs = {
  b = local.m.b
}
