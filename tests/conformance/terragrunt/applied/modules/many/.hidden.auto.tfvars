o = "hidden"
