unit "nothing" {
  source        = "../empty-source"
  path          = "nothing"
  no_validation = true
}

unit "app" {
  source        = "../units/app"
  path          = "app"
  no_validation = true
}
