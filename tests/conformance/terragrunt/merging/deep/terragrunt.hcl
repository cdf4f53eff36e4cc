include "parent" {
  path           = "../parent.hcl"
  merge_strategy = "deep"
}

inputs = {
  text   = ""
  number = 0
  flag   = false
  null   = null
  list   = []
  empty  = ["c"]
  map    = { b = { c = 2, d = [2], e = {} }, f = null }
  lists  = [{ b = 2 }]
  set    = toset(["x", "y"])
}
