list = [1, 2]
obj = {
  b = true
}
free = { a = [1, "x"], "b-c" = null }
