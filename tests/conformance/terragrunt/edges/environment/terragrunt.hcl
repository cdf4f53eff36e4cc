locals {
  list = split(",", get_env("DRIFTLINE_LIST", "a,b"))
  num  = tonumber(get_env("DRIFTLINE_NUMBER", "3"))
  flag = get_env("DRIFTLINE_FLAG", "false") == "true"
}

inputs = {
  list = local.list
  num  = local.num + 1
  flag = local.flag ? "on" : "off"
  try  = try(get_env("DRIFTLINE_NOWHERE"), "fallback")
}
