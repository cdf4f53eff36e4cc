inputs = {
  v = "c"
  l = ["c"]
  m = { c = 1 }
}
