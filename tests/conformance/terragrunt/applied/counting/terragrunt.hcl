terraform {
  source = "../modules/counting"
}
inputs = {
  enabled = true
}
