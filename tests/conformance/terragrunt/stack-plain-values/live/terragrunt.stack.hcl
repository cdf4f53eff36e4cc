unit "a" {
  source = "../units/a"
  path   = "x/y/z"
  values = {
    number  = 1
    list    = [1, 2]
    map     = { a = "b", "c d" = true }
    deep    = { a = [{ b = "c" }] }
    nothing = null
  }
}

unit "again" {
  source = "../units/a"
  path   = "again"
  no_validation = true
  values = merge({
    number = 5
    list   = []
    map    = {}
  }, { deep = { a = [{ b = "d" }] }, nothing = "x" })
}
