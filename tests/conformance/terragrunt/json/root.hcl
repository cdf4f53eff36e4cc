inputs = {
  root = path_relative_to_include()
}
