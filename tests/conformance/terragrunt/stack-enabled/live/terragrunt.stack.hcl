unit "on" {
  source = "../units/app"
  path = "on"
  enabled = true
}
unit "off" {
  source = "../units/app"
  path = "off"
  enabled = false
}
