terraform {
  source = "../module"
}

dependency "d" {
  expansion {
    for_each = ["a"]
  }
  config_path = "../${each.key}"
}
