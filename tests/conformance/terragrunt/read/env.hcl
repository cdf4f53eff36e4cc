locals {
  name = "env"
  size = { min = 1, max = 3 }
}
