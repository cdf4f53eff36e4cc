inputs = {
  merged = deep_merge({ a = { b = 1, l = [1] }, x = 1 }, { a = { c = 2, l = [2] }, x = null }, null)
}
