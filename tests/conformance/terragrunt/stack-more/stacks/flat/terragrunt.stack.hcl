unit "app" {
  source                  = "${get_repo_root()}//units/app"
  path                    = "flat-app"
  no_dot_terragrunt_stack = true
  values                  = { name = "flat" }
}
