locals {
  found = "root"
}

inputs = {
  relative = path_relative_to_include()
}
