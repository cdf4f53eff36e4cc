inputs = {
  merged = deep_merge({ t = ["p"], n = null }, { t = "c", n = ["c"] }, null)
}
