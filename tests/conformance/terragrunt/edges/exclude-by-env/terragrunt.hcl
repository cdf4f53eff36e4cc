exclude {
  if                   = get_env("DRIFTLINE_SKIP", "no") == "yes"
  actions              = ["all"]
  exclude_dependencies = false
  no_run               = false
}
