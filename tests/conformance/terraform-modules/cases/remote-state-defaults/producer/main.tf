terraform {
  backend "local" {}
}
output "a" { value = "given" }
