terraform {
  source = "../modules/small"
}
generate "g" {
  path      = "extra.tf"
  if_exists = "overwrite"
  contents  = "output \"g\" {\n  value = 1\n}"
}
