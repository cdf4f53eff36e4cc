unit "a" {
  source = "../units/app"
  path   = "a"

  autoinclude {
    inputs = { x = 1 }
  }

  autoinclude {
    inputs = { x = 1 }
  }
}
