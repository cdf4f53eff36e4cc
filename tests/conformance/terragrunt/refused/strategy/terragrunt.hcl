include "root" {
  path           = "../levels/two.hcl"
  merge_strategy = "deepest"
}
