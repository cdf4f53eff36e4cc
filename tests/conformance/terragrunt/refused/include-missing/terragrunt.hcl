include "root" {
  path = "../absent.hcl"
}
