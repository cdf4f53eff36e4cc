terraform {
  source = "../modules/any"
}
inputs = {
  x = "$${x}"
}
