include {
  path   = find_in_parent_folders("root.hcl")
  expose = true
}

terraform {
  source = "../../modules/app"
}

locals {
  company = include.locals.company
}

inputs = {
  both = "${local.company}-${include.inputs.region}"
}
