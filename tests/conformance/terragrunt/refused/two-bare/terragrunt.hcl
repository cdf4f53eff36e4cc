include {
  path = "../levels/two.hcl"
}

include {
  path = "../levels/two.hcl"
}
