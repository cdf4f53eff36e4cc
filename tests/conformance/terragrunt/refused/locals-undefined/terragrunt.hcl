locals {
  a = local.nothing
}
