inputs = {
  a    = values.a
  keys = keys(values)
  more = values.more.b[0]
}
