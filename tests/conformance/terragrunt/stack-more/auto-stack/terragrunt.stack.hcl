locals {
  region = "eu"
}

unit "vpc" {
  source = "../units/app"
  path   = "vpc"
  values = { name = "vpc" }
}

stack "pair" {
  source = "../stacks/pair"
  path   = "pair"
  values = { prefix = "base" }

  autoinclude {
    unit "two" {
      source = "${get_repo_root()}//units/app"
      path   = "second"
      values = { name = "two-of-${local.region}", vpc = unit.vpc.path }
    }

    unit "three" {
      source = "${get_repo_root()}//units/app"
      path   = "three"
      values = { name = "three" }
    }

    stack "more" {
      source = "${get_repo_root()}//stacks/pair"
      path   = "more"
      values = { prefix = "more" }
    }
  }
}
