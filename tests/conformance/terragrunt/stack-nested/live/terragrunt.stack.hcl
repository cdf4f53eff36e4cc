stack "outer" {
  source = "${get_repo_root()}/stacks/outer"
  path   = "outer"
  values = {
    name = "live"
  }
}

stack "inner" {
  source = "../stacks/inner"
  path   = "inner"
  values = {
    name = "direct"
  }
}

stack "plain" {
  source                  = "../stacks/inner"
  path                    = "plain"
  no_dot_terragrunt_stack = true
  values = {
    name = "plain"
  }
}
