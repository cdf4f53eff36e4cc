feature "text" {
  default = "f"
}

feature "flag" {
  default = true
}

feature "map" {
  default = { a = 1, l = ["p"], t = "p" }
}

feature "list" {
  default = ["p"]
}
