terraform {
  source = "../modules/user"
}

dependency "network" {
  config_path                            = "../net"
  mock_outputs_merge_strategy_with_state = "deep_map_only"
  mock_outputs = {
    id   = "mock"
    tags = { more = "mock" }
  }
}

inputs = {
  net_id = dependency.network.outputs.id
}
