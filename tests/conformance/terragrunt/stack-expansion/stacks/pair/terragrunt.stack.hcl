unit "one" {
  source = "${get_repo_root()}//units/app"
  path   = "one"
  values = { name = "one-${values.region}" }
}

unit "two" {
  source = "${get_repo_root()}//units/app"
  path   = "two"
  values = { name = "two-${values.region}" }
}
