locals {
  prefix = "${values.name}-inner"
}

unit "one" {
  source = "${get_repo_root()}/units/leaf"
  path   = "one"
  values = {
    name = "${local.prefix}-one"
  }
}

unit "two" {
  source = "${get_repo_root()}/units/leaf"
  path   = "two"
  values = merge(values, { level = 2 })
}
