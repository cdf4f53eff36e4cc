terraform {
  source = "../modules/any"
}
inputs = {
  x = "a\"b"
}
