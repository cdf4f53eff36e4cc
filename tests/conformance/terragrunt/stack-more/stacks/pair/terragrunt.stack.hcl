locals {
  prefix = try(values.prefix, "p")
}

unit "one" {
  source = "${get_repo_root()}//units/app"
  path   = "one"
  values = { name = "${local.prefix}-one" }
}

unit "two" {
  source = "${get_repo_root()}//units/app"
  path   = "two"
  values = { name = "${local.prefix}-two", one = unit.one.path }
}
