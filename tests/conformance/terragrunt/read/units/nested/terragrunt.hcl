locals {
  level = read_terragrunt_config("level1.hcl")
}

inputs = {
  deep = local.level.locals.next.locals.value
  dirs = [local.level.locals.dir, local.level.locals.next.locals.dir]
}
