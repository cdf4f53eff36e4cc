locals {
  a = local.b
  b = local.c
  c = "${local.a}!"
}

inputs = {
  a = local.a
}
