inputs = {
  known    = 1
  required = get_env("DRIFTLINE_ABSENT")
}
