locals {
  project = "p"
}

unit "a" {
  source = "../units/a"
  path   = "a"
  values = {
    x = "y-${local.project}"
  }
}
