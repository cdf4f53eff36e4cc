terraform {
  source = "../modules/any"
}
inputs = {
  x = ""
}
