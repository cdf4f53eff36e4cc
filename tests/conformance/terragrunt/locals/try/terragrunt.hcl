locals {
  settings = { region = "eu-west-1", sizes = ["s", "m"] }
}

inputs = {
  known    = try(local.settings.region, "none")
  missing  = try(local.settings.zone, "none")
  index    = try(local.settings.sizes[5], local.settings.sizes[0])
  can      = can(local.settings.zone)
  cannot   = can(local.settings.region)
  lookup   = lookup(local.settings, "zone", "fallback")
  coalesce = coalesce("", "x")
  config   = try(read_terragrunt_config("absent.hcl"), { locals = {} }).locals
}
