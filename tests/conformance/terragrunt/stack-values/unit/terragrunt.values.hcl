a = "of a file"
more = {
  b = [1]
}
