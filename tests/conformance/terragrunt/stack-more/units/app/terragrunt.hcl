terraform {
  source = "${get_repo_root()}/module"
}

inputs = {
  name = try(values.name, "none")
  all  = try(values, "none")
  dir  = get_terragrunt_dir()
}
