locals {
  x = "y"
}
