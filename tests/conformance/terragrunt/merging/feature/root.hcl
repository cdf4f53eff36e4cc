feature "a" {
  default = { x = 1 }
}

feature "b" {
  default = "parent"
}
