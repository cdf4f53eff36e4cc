include "two" {
  path = "two.hcl"
}
