terraform {
  source = "${get_repo_root()}/module"
}

inputs = {
  name = try(values.name, "plain")
}
