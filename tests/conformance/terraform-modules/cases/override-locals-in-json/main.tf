locals {
  a = 1
  b = 1
}
output "o" { value = [local.a, local.b] }
