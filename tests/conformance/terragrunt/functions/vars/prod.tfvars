region = "eu-west-1"
count  = 3
tags = {
  a = "b"
}
list = ["x", true, null]
