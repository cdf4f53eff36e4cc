inputs = {
  set      = toset(["b", "a", "b"])
  tomap    = tomap({ b = 1, a = "x" })
  tolist   = tolist(["a", 1])
  distinct = distinct([3, 1, 3])
  sorted   = sort(["b", "a"])
  zip      = zipmap(["a", "b"], [1, 2])
  flat     = flatten([[1, [2]], 3])
  product  = setproduct(["a"], ["x", "y"])
}
