locals {
  a0 = "x"
  a1 = "${local.a0}1"
  a2 = "${local.a1}2"
  a3 = "${local.a2}3"
  a4 = "${local.a3}4"
  a5 = "${local.a4}5"
  a6 = { v = local.a5, w = local.a2 }
  a7 = [for k in keys(local.a6) : local.a6[k]]
}

inputs = { last = local.a7 }
