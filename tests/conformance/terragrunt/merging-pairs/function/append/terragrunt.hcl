inputs = {
  merged = deep_merge({ l = ["p"], m = { a = 1 } }, { l = ["c"], m = { b = 2 } })
}
