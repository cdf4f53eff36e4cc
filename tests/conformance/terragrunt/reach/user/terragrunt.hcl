terraform {
  source = "${get_repo_root()}/modules/user"
}

dependency "network" {
  config_path = find_in_parent_folders("net")
}

inputs = {
  net_id = dependency.network.outputs.id
  tags   = dependency.network.outputs.tags["env"]
  last   = dependency.network.outputs.list[length(dependency.network.outputs.list) - 1]
  each   = [for x in dependency.network.outputs.list : upper(x)]
  splat  = dependency.network.outputs.nested.a[*].b
  secret = dependency.network.outputs.secret
  keys   = keys(dependency.network.outputs)
  try    = try(dependency.network.outputs.absent, "fallback")
  can    = can(dependency.network.outputs.id)
  lookup = lookup(dependency.network.outputs, "absent", "fallback")
}
