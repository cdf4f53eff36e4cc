terraform {
  source = "../modules/app"
}

dependency "vpc" {
  config_path = "../vpc"
  mock_outputs = {
    id   = "vpc-mock"
    more = "mock"
  }
  mock_outputs_allowed_terraform_commands = ["plan", "validate", "render"]
  mock_outputs_merge_strategy_with_state  = "shallow"
}

inputs = {
  vpc_id = dependency.vpc.outputs.id
  more   = dependency.vpc.outputs.more
}
