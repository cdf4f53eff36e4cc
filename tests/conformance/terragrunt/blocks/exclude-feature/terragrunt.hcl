feature "off" {
  default = true
}

feature "size" {
  default = "small"
}

feature "settings" {
  default = { a = [1, 2], b = "x" }
}

locals {
  off = feature.off.value
}

exclude {
  if      = local.off
  actions = ["all_except_output"]
  no_run  = feature.off.value
}

inputs = {
  size   = feature.size.value
  second = feature.settings.value.a[1]
  text   = "${feature.size.value}-${feature.off.value}"
}
