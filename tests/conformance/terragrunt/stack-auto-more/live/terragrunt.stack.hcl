locals {
  env = "stack"
  ids = { a = "one" }
}

unit "other" {
  source = "../units/plain"
  path   = "other"
  values = {
    name = "other"
  }
}

unit "base" {
  source = "../units/base"
  path   = "base"

  autoinclude {
    dependency "other" {
      config_path = unit.other.path
    }

    generate "extra" {
      path      = "extra.tf"
      if_exists = "overwrite"
      contents  = "# ${local.env} ${local.ids["a"]}"
    }

    exclude {
      if      = local.env == "prod"
      actions = ["plan"]
    }

    inputs = {
      other  = dependency.other.outputs.name
      mixed  = "${dependency.other.outputs.name}-${local.env}"
      upper  = upper(local.env)
      lookup = local.ids.a
      name   = "over"
    }
  }
}
