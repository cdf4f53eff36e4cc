locals {
  last   = "${local.middle}!"
  middle = "${local.first}-middle"
  first  = "first"
  number = 42
  float  = 1.5
  big    = 12345678901234567890
  flag   = true
  none   = null
  list   = [local.number, "two", false]
  map    = { "a b" = 1, (local.first) = 2, nested = { list = local.list } }
  tmpl   = "%{if local.flag}yes%{else}no%{endif}"
  doc    = <<-EOT
    one
      two ${local.number}
  EOT
  each   = { for k, v in { a = 1, b = 2 } : upper(k) => v * 10 if v > 1 }
  splat  = [{ n = 1 }, { n = 2 }][*].n
}

inputs = {
  last   = local.last
  number = local.number
  float  = local.float
  big    = local.big
  none   = local.none
  list   = local.list
  nested = local.map.nested.list[1]
  tmpl   = local.tmpl
  doc    = local.doc
  each   = local.each
  splat  = local.splat
  all    = keys(local.map)
}
