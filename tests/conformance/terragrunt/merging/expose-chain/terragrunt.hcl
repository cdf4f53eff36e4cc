include "root" {
  path   = "../chain.hcl"
  expose = true
}

locals {
  from_include = include.root.locals.base
  both         = "${local.from_include}-${include.root.inputs.derived}"
}

inputs = {
  both = local.both
}
