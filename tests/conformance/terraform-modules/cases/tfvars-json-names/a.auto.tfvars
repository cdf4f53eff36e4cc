a = "a.auto"
