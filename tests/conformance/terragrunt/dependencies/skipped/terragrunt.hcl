terraform {
  source = "../modules/app"
}

dependency "vpc" {
  config_path  = "../vpc"
  skip_outputs = true
  mock_outputs = {
    id = "vpc-mock"
  }
}

inputs = {
  vpc_id = dependency.vpc.outputs.id
}
