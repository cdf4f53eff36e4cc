inputs = {
  v = "b"
  l = ["b"]
  m = { b = 1 }
}
