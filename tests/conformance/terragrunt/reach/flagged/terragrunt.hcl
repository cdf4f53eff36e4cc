feature "use" {
  default = false
}

terraform {
  source = "../modules/user"
}

dependency "network" {
  config_path = "../net"
  enabled     = feature.use.value
}

inputs = {
  net_id = feature.use.value ? dependency.network.outputs.id : "none"
}
