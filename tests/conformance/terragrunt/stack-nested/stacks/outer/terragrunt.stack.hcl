stack "inner" {
  source = "${get_repo_root()}/stacks/inner"
  path   = "inner"
  values = {
    name = "${values.name}-outer"
  }
}

unit "beside" {
  source = "${get_repo_root()}/units/leaf"
  path   = "beside"
  values = {
    name = values.name
  }
}
