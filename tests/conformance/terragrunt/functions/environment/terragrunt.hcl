inputs = {
  given    = get_env("DRIFTLINE_GIVEN")
  over     = get_env("DRIFTLINE_GIVEN", "default")
  default  = get_env("DRIFTLINE_ABSENT", "default")
  empty    = get_env("DRIFTLINE_ABSENT", "")
  set      = get_env("DRIFTLINE_EMPTY", "default")
  composed = "${get_env("DRIFTLINE_GIVEN")}-${get_env("DRIFTLINE_ABSENT", "x")}"
}
