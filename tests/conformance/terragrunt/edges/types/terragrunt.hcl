inputs = {
  mixed    = [1, "a", true, null, [], {}]
  deep     = { a = { b = { c = { d = [[["x"]]] } } } }
  numbers  = [1.0, 1e10, 1e-7, 123456789.123, -0]
  "quoted" = 1
  "a-b.c"  = 2
  (upper("k")) = 3
  5        = 4
  true     = 5
  for      = 6
  colon : 7
  tuple    = [for i in [3, 1, 2] : i]
  sorted   = sort([for i in toset(["c", "a"]) : i])
  null     = null
}
