dependency "vpc" {
  config_path = "../vpc"
  mock_outputs = {
    id   = "vpc-of-common"
    cidr = "10.9.0.0/16"
  }
  mock_outputs_allowed_terraform_commands = ["plan"]
}

inputs = {
  vpc_id = dependency.vpc.outputs.id
}
