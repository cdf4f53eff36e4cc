inputs = {
  a = "one"
  b = "one"
  m = { x = 1, deep = { p = "one", q = "one" } }
  l = [1]
}
