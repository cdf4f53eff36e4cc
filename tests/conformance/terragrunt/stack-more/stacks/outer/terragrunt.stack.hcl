stack "inner" {
  source = "${get_repo_root()}//stacks/pair"
  path   = "inner"
  values = merge(values, { prefix = "outer-${values.prefix}" })
}
