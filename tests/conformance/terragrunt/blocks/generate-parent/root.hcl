generate "a" {
  path      = "a.tf"
  if_exists = "overwrite"
  contents  = "a of ${path_relative_to_include()}"
}

generate "b" {
  path      = "b.tf"
  if_exists = "overwrite"
  contents  = "b"
}
