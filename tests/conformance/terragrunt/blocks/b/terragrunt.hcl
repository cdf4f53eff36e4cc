inputs = {
  b = 1
}
