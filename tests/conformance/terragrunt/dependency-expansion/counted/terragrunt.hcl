terraform {
  source = "../module"
}

dependency "d" {
  expansion {
    count = 2
  }
  config_path = "../${["a", "b"][count.index]}"
}

inputs = {
  name = dependency.d["0"].outputs.name
  next = dependency.d[1].outputs.name
  keys = keys(dependency.d)
}
