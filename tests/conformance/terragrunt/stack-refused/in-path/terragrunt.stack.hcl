unit "a" {
  source = "../units/app"
  path   = "a"
}

unit "b" {
  source = "../units/app"
  path   = "${unit.a.path}/b"
}
