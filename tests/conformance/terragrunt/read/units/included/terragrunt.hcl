include "root" {
  path = find_in_parent_folders("base.hcl")
}

terraform {
  source = "./module"
}

locals {
  own = "own"
}

inputs = {
  b = local.own
}
