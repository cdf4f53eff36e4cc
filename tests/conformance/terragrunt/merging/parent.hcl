inputs = {
  text   = "parent"
  number = 1
  flag   = true
  null   = "set"
  list   = ["p"]
  empty  = []
  map    = { a = 1, b = { c = 1, d = [1] } }
  lists  = [{ a = 1 }]
  set    = toset(["x"])
  only   = "parent"
}
