terraform {
  source = "../module"
}

dependency "d" {
  expansion {
    for_each = toset(["a", "b"])
  }
  config_path = "../${each.key}"
}

inputs = {
  name = dependency.d["a"].outputs.name
  attr = dependency.d.b.outputs.name
  all  = { for key, one in dependency.d : key => one.outputs.name }
}
