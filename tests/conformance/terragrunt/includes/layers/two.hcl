inputs = {
  b = "two"
  c = "two"
  m = { y = 2, deep = { q = "two" } }
  l = [2]
}
