inputs = {
  key = "${path_relative_to_include()}/x"
}
