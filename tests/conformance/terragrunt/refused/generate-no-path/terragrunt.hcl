generate "x" {
  if_exists = "skip"
  contents  = "x"
}
