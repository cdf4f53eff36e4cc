locals {
  name = "root"
}
