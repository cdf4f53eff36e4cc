terraform {
  source = "../modules/small"
}
generate "g" {
  path      = "extra.tf"
  if_exists = "error"
  contents  = "output \"g\" {\n  value = 1\n}"
}
