inputs = {
  three = 3
}
