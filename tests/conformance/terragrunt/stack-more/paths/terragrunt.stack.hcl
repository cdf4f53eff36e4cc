unit "a" {
  source = "../units/app"
  path   = "deep/er/a"
  values = { name = stack.pair.path }
}

unit "b" {
  source                  = "../units/app"
  path                    = "b"
  no_dot_terragrunt_stack = true
  values                  = { name = unit.a.path, own = unit.b.path }
}

stack "pair" {
  source = "../stacks/pair"
  path   = "pair"
  values = { prefix = basename(unit.a.path) }
}
