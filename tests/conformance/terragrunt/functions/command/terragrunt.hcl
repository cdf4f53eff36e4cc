locals {
  said = run_cmd("echo", "hello")
}

inputs = {
  quiet    = run_cmd("--terragrunt-quiet", "echo", "x")
  said     = local.said
  composed = "name-${local.said}"
  known    = "known"
}
