locals {
  l = ["a"]
  b = local.l[3]
}
