locals {
  a   = 1
  b   = 2
  sum = local.a + local.b
}

inputs = merge(local, { c = 3 })
