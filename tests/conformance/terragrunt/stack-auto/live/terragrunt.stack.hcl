locals {
  env = "test"
}

unit "vpc" {
  source = "../units/vpc"
  path   = "net/vpc"
}

unit "app" {
  source = "../units/vpc"
  path   = "app"

  autoinclude {
    dependency "vpc" {
      config_path = unit.vpc.path
      mock_outputs = {
        val = "mock-${local.env}"
      }
      mock_outputs_allowed_terraform_commands = ["plan", "render"]
    }

    inputs = {
      val  = dependency.vpc.outputs.val
      env  = local.env
      path = unit.vpc.path
      dir  = get_terragrunt_dir()
    }
  }
}

unit "override" {
  source = "../units/vpc"
  path   = "override"
  autoinclude {
    prevent_destroy = true
    feature "f" {
      default = "x"
    }
    inputs = {
      val = "from-autoinclude"
    }
  }
}
