inputs = {
  number = values.number + 1
  list   = [for x in values.list : x * 2]
  map    = { for k, v in values.map : k => v }
  text   = "${values.number}"
  nested = values.deep.a[0].b
  null   = values.nothing == null
}
