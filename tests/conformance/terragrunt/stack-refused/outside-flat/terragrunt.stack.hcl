unit "a" {
  source                  = "../units/app"
  path                    = "../a"
  no_dot_terragrunt_stack = true
}
