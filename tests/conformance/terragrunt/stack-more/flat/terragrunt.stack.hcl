stack "flat" {
  source                  = "../stacks/flat"
  path                    = "flat"
  no_dot_terragrunt_stack = true
}

stack "dotted" {
  source = "../stacks/flat"
  path   = "dotted"
}
