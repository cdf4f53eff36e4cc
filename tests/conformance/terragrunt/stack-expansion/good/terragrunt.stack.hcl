locals {
  sizes = { small = 1, large = 10 }
}

unit "of_set" {
  expansion {
    for_each = toset(["web", "api"])
  }
  source = "../units/app"
  path   = "set/${each.key}"
  values = {
    name  = each.value
    plain = unit.plain.path
  }
}

unit "of_map" {
  expansion {
    for_each = local.sizes
  }
  source = "../units/app"
  path   = "map-${each.key}"
  values = {
    name = "${each.key}-${each.value}"
    size = each.value
  }
}

unit "counted" {
  expansion {
    count = 2
  }
  source = "../units/app"
  path   = "counted-${count.index}"
  values = {
    name = "number ${count.index + 1}"
  }
}

unit "nothing" {
  expansion {
    count = 0
  }
  source = "../units/app"
  path   = "nothing"
}

unit "flagged" {
  expansion {
    for_each = { on = true, off = false }
  }
  enabled = each.value
  source  = "../units/app"
  path    = "flagged-${each.key}"
}

unit "plain" {
  source = "../units/app"
  path   = "plain"
}

stack "region" {
  expansion {
    for_each = toset(["eu", "us"])
  }
  source = "../stacks/pair"
  path   = each.key
  values = {
    region = each.value
  }
}
