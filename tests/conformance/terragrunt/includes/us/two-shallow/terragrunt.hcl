include "one" {
  path = "../../layers/one.hcl"
}

include "two" {
  path = "../../layers/two.hcl"
}

terraform {
  source = "../../modules/app"
}

inputs = {
  c = "own"
}
