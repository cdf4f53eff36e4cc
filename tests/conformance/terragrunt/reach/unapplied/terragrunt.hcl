terraform {
  source = "../modules/user"
}

dependency "network" {
  config_path = "../net"
  mock_outputs = {
    id = "mock"
  }
}

inputs = {
  net_id = "fixed"
  path   = "${dependency.network.outputs.id}"
}
