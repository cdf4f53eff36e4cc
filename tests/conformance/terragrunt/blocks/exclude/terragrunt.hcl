exclude {
  if                   = true
  actions              = ["plan", "apply"]
  exclude_dependencies = true
}

terraform {
  source = "./m"
}
