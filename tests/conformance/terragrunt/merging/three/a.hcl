inputs = {
  v = "a"
  l = ["a"]
  m = { a = 1 }
}
