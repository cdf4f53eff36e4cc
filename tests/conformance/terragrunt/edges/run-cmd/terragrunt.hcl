locals {
  data   = jsondecode(run_cmd("--terragrunt-quiet", "--terragrunt-global-cache", "echo", "{\"a\": [1]}"))
  script = run_cmd("--terragrunt-no-cache", "sh", "-c", "echo ${get_terragrunt_dir()}")
}

inputs = {
  a     = local.data.a[0]
  known = "x-${length("abc")}"
  dir   = basename(local.script)
  if    = local.script == "" ? "empty" : "full"
  list  = concat(["known"], [local.script])
}
