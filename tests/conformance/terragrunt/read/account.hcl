locals {
  name = "account"
  id   = "123456789012"
}
