inputs = {
  outer = true
}
