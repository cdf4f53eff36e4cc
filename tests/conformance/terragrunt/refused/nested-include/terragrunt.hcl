include "one" {
  path = "../levels/one.hcl"
}
