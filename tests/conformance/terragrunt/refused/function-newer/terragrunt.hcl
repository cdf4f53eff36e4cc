inputs = {
  a = templatestring("x", {})
}
