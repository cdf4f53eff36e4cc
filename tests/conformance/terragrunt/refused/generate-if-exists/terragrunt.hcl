generate "x" {
  path      = "x"
  if_exists = "sometimes"
  contents  = "x"
}
