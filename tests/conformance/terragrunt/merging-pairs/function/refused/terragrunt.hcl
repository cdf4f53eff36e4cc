inputs = {
  merged = deep_merge({ t = "p" }, { t = ["c"] })
}
