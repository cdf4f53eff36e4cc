unit "vpc" {
  source = "../units/app"
  path   = "vpc"
  values = { name = "vpc" }

  autoinclude {
    inputs = { extra = "e" }
  }
}

stack "pair" {
  source = "../stacks/pair"
  path   = "pair"

  autoinclude {
    unit "three" {
      source = "${get_repo_root()}//units/app"
      path   = "three"

      autoinclude {
        dependency "vpc" {
          config_path  = unit.vpc.path
          mock_outputs = { name = "mock" }
        }

        inputs = { from = dependency.vpc.outputs.name }
      }
    }
  }
}
