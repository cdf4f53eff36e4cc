inputs = {
  a = dependency.nobody.outputs.x
}
